package dev.perpetual.sandbox.shop;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the shop was told, in memory and in a file that is only appended to, so that a killed shop forgets nothing. */
final class Memory implements AutoCloseable {

    private final Map<String, TreeMap<String, Told>> byChannel = new HashMap<>();
    private final FileChannel file;

    private Memory(FileChannel file) {
        this.file = file;
    }

    /** Opens the memory in this directory and reads what is there; a torn last line is cut off. */
    static Memory open(Path directory) throws IOException {
        Files.createDirectories(directory);
        var path = directory.resolve("told.jsonl");
        var memory = new Memory(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        var bytes = Files.readAllBytes(path);
        var whole = new String(bytes, StandardCharsets.UTF_8).lastIndexOf('\n') + 1;
        var text = new String(bytes, StandardCharsets.UTF_8).substring(0, whole);
        for (var line : text.lines().toList()) {
            memory.put(Json.MAPPER.readValue(line, Told.class));
        }
        memory.file.truncate(text.getBytes(StandardCharsets.UTF_8).length);
        memory.file.position(memory.file.size());
        return memory;
    }

    /** Takes what is newer, ignores the rest, and answers per line. On disk when this returns. */
    synchronized List<Outcome> tell(List<Told> news) throws IOException {
        var outcomes = new ArrayList<Outcome>();
        var lines = new StringBuilder();
        for (var told : news) {
            var known = find(told.channel(), told.listing());
            if (known != null && known.version() > told.version()) {
                outcomes.add(new Outcome(told.listing(), "older", known.quantity(), known.version(), null));
                continue;
            }
            if (known == null || known.version() < told.version()) {
                var next = known == null ? told : withHistory(told, known.history() + 1);
                put(next);
                lines.append(line(next)).append('\n');
            }
            outcomes.add(new Outcome(told.listing(), "accepted", told.quantity(), told.version(), null));
        }
        append(lines.toString());
        return outcomes;
    }

    synchronized List<Told> of(String channel) {
        return List.copyOf(byChannel.getOrDefault(channel, new TreeMap<>()).values());
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }

    /** What the answer says of one listing. */
    record Outcome(String listing, String outcome, long quantity, long version, String reason) {}

    private Told find(String channel, String listing) {
        var listings = byChannel.get(channel);
        return listings == null ? null : listings.get(listing);
    }

    private void put(Told told) {
        byChannel.computeIfAbsent(told.channel(), _ -> new TreeMap<>()).put(told.listing(), told);
    }

    private void append(String lines) throws IOException {
        if (lines.isEmpty()) {
            return;
        }
        var buffer = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
        file.force(false);
    }

    private static Told withHistory(Told told, long history) {
        return new Told(
                told.channel(), told.listing(), told.sku(), told.quantity(), told.version(), told.at(), history);
    }

    private static String line(Told told) throws JsonProcessingException {
        return Json.MAPPER.writeValueAsString(told);
    }
}
