-- To whom an organization shipped (docs/deliveries.md): each consignee is one step in the index, however many shipments.
create index shipments_to on shipments (organization_id, consignee_id) where consignee_id is not null;
