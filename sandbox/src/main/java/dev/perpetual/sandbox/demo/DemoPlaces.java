package dev.perpetual.sandbox.demo;

import dev.perpetual.sandbox.client.Location;
import dev.perpetual.sandbox.client.Location.Address;
import java.util.List;

/** Where the demo's stock is: three warehouses, two stores, a 3PL, two suppliers. */
final class DemoPlaces {
    /** A place and how likely it is to keep an item, from 0 to 1; a supplier keeps none of our stock. */
    record Place(Location location, double keeps) {
        String id() {
            return location.id();
        }
    }

    static final String SUPPLIER_NORTH = "supplier-north";
    static final String SUPPLIER_SOUTH = "supplier-south";

    static final List<Place> ALL = List.of(
            place("wh-hamburg", "Warehouse Hamburg", "WAREHOUSE", "DE", "20457", 53.54, 9.99, "Europe/Berlin", 0.85),
            place("wh-lyon", "Warehouse Lyon", "WAREHOUSE", "FR", "69007", 45.73, 4.84, "Europe/Paris", 0.55),
            place("wh-poznan", "Warehouse Poznan", "WAREHOUSE", "PL", "61-001", 52.40, 16.93, "Europe/Warsaw", 0.45),
            place("store-berlin", "Store Berlin", "STORE", "DE", "10117", 52.52, 13.39, "Europe/Berlin", 0.30),
            place("store-vienna", "Store Vienna", "STORE", "AT", "1010", 48.21, 16.37, "Europe/Vienna", 0.25),
            place("3pl-rotterdam", "3PL Rotterdam", "THIRD_PARTY", "NL", "3011", 51.92, 4.48, "Europe/Amsterdam", 0.35),
            place(SUPPLIER_NORTH, "Supplier North", "SUPPLIER", "DK", "2100", 55.70, 12.57, "Europe/Copenhagen", 0),
            place(SUPPLIER_SOUTH, "Supplier South", "SUPPLIER", "IT", "20121", 45.47, 9.19, "Europe/Rome", 0));

    private DemoPlaces() {}

    /** Those with people who confirm shipments. */
    static List<Place> ofOurs() {
        return ALL.stream().filter(place -> place.keeps() > 0).toList();
    }

    private static Place place(
            String id,
            String name,
            String kind,
            String country,
            String postalCode,
            double latitude,
            double longitude,
            String timeZone,
            double keeps) {
        var address = new Address(country, null, postalCode, latitude, longitude);
        return new Place(new Location(id, name, kind, address, timeZone, "flag", true), keeps);
    }
}
