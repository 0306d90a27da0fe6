"""What every country writes in its own way: months, places, the registrations of companies."""

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "no": "januar februar mars april mai juni juli august september oktober november desember",
    "fi": "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
SHORT_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "de": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "sv": "jan feb mar apr maj jun jul aug sep okt nov dec",
    "da": "jan. feb. marts apr. maj juni juli aug. sept. okt. nov. dec.",
    "no": "jan. feb. mars apr. mai juni juli aug. sep. okt. nov. des.",
    "fi": "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu",
    "pl": "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    "tr": "Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara",
    "cs": "led úno bře dub kvě čvn čvc srp zář říj lis pro",
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec",
}

DAYS = {"en": "days", "de": "Tage", "fr": "jours", "es": "días", "it": "giorni", "pt": "dias", "nl": "dagen",
        "sv": "dagar", "da": "dage", "no": "dager", "fi": "päivää", "pl": "dni", "tr": "gün", "cs": "dní"}  # fmt: skip
PLACES = {
    "US": ("{town}, OH {code}", "43999"), "CA": ("{town} ON {code}", "M9A 9A9"), "GB": ("{town} {code}", "BN9 9AA"),
    "IE": ("{town}, Co. Meath {code}", "C15 A999"), "AU": ("{town} NSW {code}", "2999"),
    "ZA": ("{town}, {code}", "2999"),
    "IN": ("{town} - {code}", "499999"), "DE": ("{code} {town}", "59999"), "CH": ("{code} {town}", "8999"),
    "FR": ("{code} {town}", "75999"), "ES": ("{code} {town}", "28999"), "MX": ("{town}, C.P. {code}", "64999"),
    "IT": ("{code} {town}", "20999"), "PT": ("{code} {town}", "1999-999"),
    "BR": ("{town} - SP CEP {code}", "19999-999"),
    "NL": ("{code} {town}", "1999 AA"), "SE": ("{code} {town}", "199 99"), "DK": ("{code} {town}", "4999"),
    "NO": ("{code} {town}", "4999"), "FI": ("{code} {town}", "39999"),
    "PL": ("{code} {town}", "39-999"),
    "TR": ("{code} {town}", "39999"),
    "CZ": ("{code} {town}", "399 99"),
}  # fmt: skip
LEGAL = {
    "CA": ("GST/HST No. {code}", "99999 9999"), "GB": ("VAT Reg. No. GB {code}", "999 9999 99"),
    "IE": ("VAT No. IE{code}", "9999999A"), "AU": ("ABN {code}", "99 999 999 999"),
    "IN": ("GSTIN {code}", "99AAAAA9999A9AA"), "ZA": ("VAT Reg No {code}", "4999999999"),
    "DE": ("USt-IdNr. DE{code}", "999999999"), "CH": ("CHE-{code} MWST", "999.999.999"),
    "FR": ("SIRET {code}", "999 999 999 99999"), "ES": ("CIF {code}", "A99999999"),
    "MX": ("RFC {code}", "AAA999999AA9"),
    "IT": ("P.IVA {code}", "99999999999"), "PT": ("NIF {code}", "599999999"),
    "BR": ("CNPJ {code}", "99.999.999/0001-99"),
    "NL": ("KvK {code}", "99999999"), "SE": ("Org.nr {code}", "559999-9999"), "DK": ("CVR-nr. {code}", "99999999"),
    "NO": ("Org.nr. NO {code} MVA", "999 999 999"), "FI": ("Y-tunnus {code}", "9999999-9"),
    "PL": ("NIP {code}", "999-999-99-99"),
    "TR": ("VKN {code}", "9999999999"),
    "CZ": ("IČO {code}", "99999999"),
}  # fmt: skip
"""How a place and the registration of a company are written, with the pattern of the code in them."""
