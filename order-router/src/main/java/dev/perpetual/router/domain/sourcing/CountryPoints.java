package dev.perpetual.router.domain.sourcing;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rough centres of the main trading countries, for addresses that come without coordinates. */
public final class CountryPoints {
    private static final String TABLE = """
            AE 24.0 54.0;AR -34.0 -64.0;AT 47.5 14.5;AU -25.0 134.0;BE 50.8 4.5;BG 42.8 25.3;BH 26.0 50.5;BR -10.0 -53.0;
            CA 56.0 -96.0;CH 46.8 8.2;CL -33.5 -70.7;CN 35.0 103.0;CO 4.5 -73.0;CY 35.0 33.2;CZ 49.8 15.5;DE 51.2 10.4;
            DK 56.0 10.0;EE 58.7 25.5;EG 27.0 30.0;ES 40.2 -3.6;FI 62.5 26.0;FR 46.6 2.5;GB 53.0 -1.5;GR 39.2 22.5;
            HK 22.3 114.2;HR 45.3 16.3;HU 47.2 19.4;ID -3.0 117.0;IE 53.2 -8.0;IL 31.5 34.9;IN 22.5 79.0;IS 64.9 -18.6;
            IT 42.8 12.5;JP 36.5 138.0;KR 36.5 127.8;LB 33.9 35.8;LT 55.2 23.9;LU 49.8 6.1;LV 56.9 24.8;MT 35.9 14.4;
            MX 23.5 -102.0;MY 4.0 109.5;NL 52.2 5.4;NO 61.5 9.5;NZ -41.5 173.0;PE -9.5 -75.0;PH 12.5 122.5;PL 52.0 19.4;
            PT 39.6 -8.2;RO 45.9 25.0;RS 44.0 20.8;RU 57.0 50.0;SA 24.0 45.0;SE 60.5 15.5;SG 1.35 103.8;SI 46.1 14.8;
            SK 48.7 19.6;TH 15.5 101.0;TR 39.0 35.2;TW 23.7 121.0;UA 49.0 31.5;US 39.5 -98.4;VN 16.5 107.0;ZA -29.0 25.0
            """;
    private static final Map<String, Point> POINTS = Stream.of(
                    TABLE.replace("\n", "").split(";"))
            .map(row -> row.trim().split(" "))
            .collect(Collectors.toUnmodifiableMap(
                    cells -> cells[0], cells -> new Point(Double.parseDouble(cells[1]), Double.parseDouble(cells[2]))));

    private CountryPoints() {}

    /** The rough centre of a country by its ISO 3166 alpha-2 code; empty where the table has none. */
    public static Optional<Point> of(String country) {
        return Optional.ofNullable(POINTS.get(country));
    }
}
