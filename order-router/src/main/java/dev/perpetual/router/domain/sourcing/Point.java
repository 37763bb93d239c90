package dev.perpetual.router.domain.sourcing;

/** A place on earth, in degrees. */
public record Point(double latitude, double longitude) {
    private static final double EARTH_RADIUS_KM = 6371.0088;

    public Point {
        if (!(latitude >= -90 && latitude <= 90) || !(longitude >= -180 && longitude <= 180)) {
            throw new IllegalArgumentException("Expected a latitude of -90..90 and a longitude of -180..180, but got "
                    + latitude + ", " + longitude);
        }
    }

    /** Great-circle distance in whole kilometres. StrictMath, so that every machine gets the same bits. */
    public long kilometresTo(Point other) {
        var lat1 = StrictMath.toRadians(latitude);
        var lat2 = StrictMath.toRadians(other.latitude);
        var dLat = StrictMath.sin((lat2 - lat1) / 2);
        var dLon = StrictMath.sin(StrictMath.toRadians(other.longitude - longitude) / 2);
        var h = dLat * dLat + StrictMath.cos(lat1) * StrictMath.cos(lat2) * dLon * dLon;
        return StrictMath.round(2 * EARTH_RADIUS_KM * StrictMath.asin(StrictMath.min(1, StrictMath.sqrt(h))));
    }
}
