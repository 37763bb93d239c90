package dev.perpetual.sandbox.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** All rows of a listing, page after page, only as far as the reader reads. */
final class Pages<T> implements Iterator<T> {
    private final Api api;
    private final String path;
    private final Class<T> type;
    private final Queue<T> rows = new ArrayDeque<>();
    private String next;
    private boolean started;

    private Pages(Api api, String path, Class<T> type) {
        this.api = api;
        this.path = path;
        this.type = type;
        this.next = "";
    }

    /** Streams {@code path}, which may have a query, following {@code next} until there is none. */
    static <T> Stream<T> of(Api api, String path, Class<T> type) {
        Iterable<T> rows = () -> new Pages<>(api, path, type);
        return StreamSupport.stream(rows.spliterator(), false);
    }

    @Override
    public boolean hasNext() {
        while (rows.isEmpty() && (!started || !next.isEmpty())) {
            load();
        }
        return !rows.isEmpty();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new java.util.NoSuchElementException("Expected another row of " + path + ", but got the end");
        }
        return rows.remove();
    }

    private void load() {
        var cursor = next.isEmpty() ? "" : (path.contains("?") ? "&" : "?") + "cursor=" + Api.escaped(next);
        var page = api.get(path + cursor, JsonNode.class);
        page.path("items").forEach(row -> rows.add(Api.JSON.convertValue(row, type)));
        next = page.path("next").asText("");
        started = true;
    }
}
