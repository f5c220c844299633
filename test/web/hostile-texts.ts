const at = (...points: number[]): string => String.fromCodePoint(...points);
const rightToLeftOverride = at(0x202e);
export const longText = '果'.repeat(10_000);

/** What someone may type into any field, by what it tries. */
export const hostileTexts: Readonly<Record<string, string>> = {
  script: '<script>document.title = "owned"</script>',
  'closing tags': '</bdi></li></ol></main></body></html><script>alert(1)</script>',
  'end of title and style': '</title></style><script>alert(1)</script>',
  handler: '"><img src=x onerror="document.title=\'owned\'">',
  'svg handler': '<svg onload=alert(1)><animate onbegin=alert(1)>',
  'foreign image': '<img src="https://evil.example/pixel.gif">',
  'foreign style':
    '<style>@import "https://evil.example/a.css";</style><link rel=stylesheet href=//evil.example>',
  frame: '<iframe srcdoc="<script>alert(1)</script>"></iframe><base href="https://evil.example/">',
  refresh: '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
  comment: '<!-- --!> <![CDATA[ ]]> <?php ?>',
  entities: '&lt;script&gt; &#x3C;img&#x3E; &amp;amp;',
  'address scheme': 'javascript:alert(1)',
  template: '{count} {seq} ${alert(1)} {{constructor.constructor("alert(1)")()}}',
  'right-to-left override': `甲${rightToLeftOverride}格合不 证书`,
  'open isolates': `${at(0x2067, 0x2067, 0x202b, 0x202e)}abc`,
  'closing isolates': `${at(0x2069, 0x202c, 0x2069, 0x202c)}abc`,
  Arabic: 'تعاونية التفاح',
  'Hebrew and digits': 'קואופרטיב 123',
  'zero width': `合${at(0x200b)}格${at(0x2060)}证${at(0xfeff)}${at(0x00ad)}`,
  'piled-up marks': `苹${at(...Array.from({ length: 300 }, () => 0x0489))}果${at(...Array.from({ length: 300 }, () => 0x035b))}`,
  emoji: `🍎👩${at(0x200d)}🌾🇨🇳✅✔️🟢`,
  'tag characters': at(0x1f3f4, 0xe0067, 0xe0062, 0xe007f),
  'tall and wide': `${at(0x0bf5)}${at(0x12031)}${at(0xfdfd).repeat(40)}`,
  'look-alike letters': `${at(0x0410)}pple Соорегative`,
  controls: `a${at(0)}b${at(8)}c${at(0x1b)}[2Jd${at(0x7f)}`,
  'lone surrogates': `a${String.fromCharCode(0xd800)}b${String.fromCharCode(0xdfff)}`,
  'line ends': `a\r\n\n\n\n${at(0x2028, 0x2029, 0x0085)}b${'\t'.repeat(2_000)}`,
  'ten thousand characters': longText,
  'one long word': 'W'.repeat(10_000),
  nothing: '',
  blank: at(0x3164, 0x2800, 0x3000),
  'object names': '__proto__ constructor toString',
};
