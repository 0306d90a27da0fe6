// Styles are in app.css, so that the strict policy needs no styles inside pages.
export default { compilerOptions: { runes: true } };
