package dev.perpetual.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Makes sales files in the layout of the UCI Online Retail data, with all its oddities, from a seed. */
final class RetailFileMaker {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String HEADER =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";
    private static final int SKUS = 40;
    private static final List<String> COUNTRIES = List.of("United Kingdom", "Germany", "France", "EIRE", "Unspecified");

    private final SplittableRandom random;
    private final List<String> rows = new ArrayList<>();
    private final List<Sale> sales = new ArrayList<>();
    private LocalDateTime now = LocalDateTime.of(2011, 3, 1, 8, 0);
    private int number = 600_000;

    private record Sale(String code, int quantity, int customer) {}

    private RetailFileMaker(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Writes a file of so many invoices. */
    static Path write(Path path, long seed, int invoices) throws IOException {
        var maker = new RetailFileMaker(seed);
        for (var invoice = 0; invoice < invoices; invoice++) {
            maker.invoice();
        }
        maker.rows.addFirst(HEADER);
        return Files.write(path, maker.rows);
    }

    private void invoice() {
        number++;
        now = now.plusMinutes(random.nextInt(1, 240));
        var kind = random.nextInt(100);
        if (kind < 12 && !sales.isEmpty()) {
            cancellation();
        } else if (kind < 15) {
            row(Integer.toString(number), code(), "damaged", -random.nextInt(1, 9), "0", "", "United Kingdom");
        } else {
            sale();
        }
    }

    private void sale() {
        var customer = random.nextInt(20);
        var country = COUNTRIES.get(random.nextInt(COUNTRIES.size()));
        var who = random.nextInt(10) == 0 ? "" : 17_000 + customer + ".0";
        var lines = random.nextInt(1, 9);
        for (var line = 0; line < lines; line++) {
            var code = code();
            var quantity = random.nextInt(50) == 0 ? 0 : random.nextInt(1, 25);
            var price = random.nextInt(40) == 0 ? "0" : random.nextInt(1, 20) + ".95";
            row(
                    Integer.toString(number),
                    code,
                    "THING " + code.toUpperCase(Locale.ROOT),
                    quantity,
                    price,
                    who,
                    country);
            if (random.nextInt(60) == 0) {
                rows.add(rows.getLast()); // An exact repetition.
            }
            if (quantity > 0 && !who.isEmpty()) {
                sales.add(new Sale(code, quantity, customer));
            }
        }
        if (random.nextInt(4) == 0) {
            row(Integer.toString(number), "POST", "POSTAGE", 1, "18.00", who, country);
        }
    }

    /** Of a sale shortly before, or of one long ago, or of none at all. */
    private void cancellation() {
        var recent = random.nextInt(2) == 0 ? sales.getLast() : sales.get(random.nextInt(sales.size()));
        var customer = random.nextInt(12) == 0 ? 99 : recent.customer();
        var quantity = random.nextInt(1, recent.quantity() + 1);
        row("C" + number, recent.code(), "THING", -quantity, "1.95", 17_000 + customer + ".0", "United Kingdom");
    }

    /** A few codes are wanted often; some are spelled in two ways. */
    private String code() {
        var rank = Math.min(random.nextInt(SKUS), random.nextInt(SKUS));
        var code = (rank % 3 == 0 ? "85%03d" : "22%03d").formatted(rank);
        if (rank % 5 != 0) {
            return code;
        }
        return code + (random.nextInt(4) == 0 ? "a" : "A");
    }

    private void row(
            String invoice, String code, String text, int quantity, String price, String customer, String country) {
        rows.add(String.join(
                ",", invoice, code, text, Integer.toString(quantity), TIME.format(now), price, customer, country));
    }
}
