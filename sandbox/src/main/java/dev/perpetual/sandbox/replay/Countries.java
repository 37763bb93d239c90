package dev.perpetual.sandbox.replay;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Two letters for the country names of the data set. */
final class Countries {
    /** Names that are no country's, or are unknown, ship at home. */
    static final String HOME = "GB";

    private static final Map<String, String> CODES = codes();

    private Countries() {}

    static String codeOf(String name) {
        return CODES.getOrDefault(name.strip().toLowerCase(Locale.ROOT), HOME);
    }

    private static Map<String, String> codes() {
        var codes = new HashMap<String, String>();
        for (var code : Locale.getISOCountries()) {
            var name = Locale.of("", code).getDisplayCountry(Locale.ENGLISH);
            codes.put(name.toLowerCase(Locale.ROOT), code);
        }
        codes.putAll(Map.of(
                "eire", "IE",
                "usa", "US",
                "rsa", "ZA",
                "korea", "KR",
                "hong kong", "HK",
                "channel islands", "JE",
                "czech republic", "CZ"));
        return codes;
    }
}
