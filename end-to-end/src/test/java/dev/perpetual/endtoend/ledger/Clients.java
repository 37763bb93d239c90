package dev.perpetual.endtoend.ledger;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Many clients that want the same few things in crossed order of several instances, ask again until they are answered, and
 * remember all of it.
 */
final class Clients {

    private static final int CLIENTS = 12;
    private static final int HOLDS_REMEMBERED_MAX = 40;
    private static final Duration ANSWER_MAX = Duration.ofSeconds(4);
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final Supplier<List<URI>> instances;
    private final String key;
    private final List<String> skus;
    private final List<String> locations;
    private final Map<String, Ask> asked = new ConcurrentHashMap<>();
    private final Map<String, Exchange> heard = new ConcurrentHashMap<>();
    private final List<String> bugs = java.util.Collections.synchronizedList(new ArrayList<>());
    private final List<String> holds = new ArrayList<>();
    private volatile boolean stopping;

    /** @param instances where the ledger can be asked just now */
    Clients(Supplier<List<URI>> instances, String key, List<String> skus, List<String> locations) {
        this.instances = instances;
        this.key = key;
        this.skus = skus;
        this.locations = locations;
    }

    /** Works beside the caller until {@link #stop}. */
    Load start(long seed) {
        var threads = Executors.newFixedThreadPool(CLIENTS);
        var clients = new ArrayList<Future<?>>();
        for (var client = 0; client < CLIENTS; client++) {
            var name = "s%d-c%d".formatted(seed, client); // Ids are for ever, and seeds may share a house.
            var random = new SplittableRandom(seed * 1_000 + client);
            clients.add(threads.submit(() -> {
                for (var number = 0; !stopping; number++) {
                    ask(wanted(name + "-" + number, random), random);
                }
            }));
        }
        threads.shutdown();
        return () -> {
            stopping = true;
            for (var client : clients) {
                client.get();
            }
        };
    }

    /** Clients at work. */
    interface Load {
        /** Lets each get its last answer. */
        void stop() throws Exception;
    }

    private Ask wanted(String id, SplittableRandom random) {
        var dice = random.nextInt(100);
        if (dice < 45) {
            return new Ask.Hold(id, lines(random, 3));
        }
        if (dice < 65) {
            var hold = anyHold(random);
            if (hold != null) {
                return random.nextInt(3) == 0
                        ? new Ask.Step(id, hold, "ship", List.of())
                        : new Ask.Step(id, hold, "release", random.nextBoolean() ? List.of() : List.of(1));
            }
        }
        if (dice < 80) {
            return new Ask.Movements(id, "receive", lines(random, 2), "");
        }
        if (dice < 90) {
            var from = random.nextInt(2);
            return new Ask.Movements(
                    id,
                    "transfer",
                    lines(random, 2).stream()
                            .map(line -> new Ask.Line(line.sku(), locations.get(from), line.units()))
                            .toList(),
                    locations.get(1 - from));
        }
        if (dice < 94) {
            return new Ask.Movements(id, "sell", lines(random, 1), "");
        }
        return new Ask.Look(id, skus.get(random.nextInt(skus.size())));
    }

    /** Different SKUs in any order, so that the lines of two requests cross. */
    private List<Ask.Line> lines(SplittableRandom random, int most) {
        var left = new ArrayList<>(skus);
        var lines = new ArrayList<Ask.Line>();
        for (var count = 1 + random.nextInt(most); count > 0; count--) {
            lines.add(new Ask.Line(
                    left.remove(random.nextInt(left.size())),
                    locations.get(random.nextInt(locations.size())),
                    1 + random.nextInt(3)));
        }
        return lines;
    }

    private String anyHold(SplittableRandom random) {
        synchronized (holds) {
            return holds.isEmpty() ? null : holds.get(random.nextInt(holds.size()));
        }
    }

    private void remember(String hold) {
        synchronized (holds) {
            holds.add(hold);
            if (holds.size() > HOLDS_REMEMBERED_MAX) {
                holds.removeFirst();
            }
        }
    }

    /** Until there is an answer, of whichever instance. */
    void ask(Ask ask, SplittableRandom random) {
        asked.put(ask.id(), ask);
        var sent = System.nanoTime();
        var answer = answered(ask, random);
        heard.put(ask.id(), Understand.answer(ask, sent, System.nanoTime(), answer.status(), answer.body()));
        if (ask instanceof Ask.Hold && answer.status() == 201) {
            remember(ask.id());
        }
    }

    /** Asks everything again that has an id, and remembers those answers too. */
    void askAllAgain(long seed) throws Exception {
        var threads = Executors.newFixedThreadPool(CLIENTS);
        var again = new ArrayList<Future<?>>();
        for (var ask : asked.values()) {
            if (!(ask instanceof Ask.Look)) {
                var random = new SplittableRandom(seed + ask.id().hashCode());
                again.add(threads.submit(() -> {
                    var answer = answered(ask, random);
                    var text = Understand.comparable(ask, answer.status(), answer.body());
                    heard.computeIfPresent(ask.id(), (_, before) -> before.and(text));
                }));
            }
        }
        threads.shutdown();
        for (var one : again) {
            one.get();
        }
    }

    /** A last look at every SKU. */
    void lookAtAll(SplittableRandom random) {
        skus.forEach(sku -> ask(new Ask.Look("last-" + sku, sku), random));
    }

    private record Answer(int status, String body) {}

    private Answer answered(Ask ask, SplittableRandom random) {
        while (true) {
            var all = instances.get();
            try {
                var answer = send(ask, all.get(random.nextInt(all.size())));
                if (answer.status() == 500) {
                    bugs.add(ask + ": " + answer.body());
                }
                if (answer.status() < 500 && answer.status() != 429) {
                    return answer;
                }
            } catch (IOException gone) {
                // Killed or frozen; the same or another one will know.
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
            LockSupport.parkNanos(REST_NANOS);
        }
    }

    private Answer send(Ask ask, URI instance) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(instance.resolve(ask.path()))
                .header("Authorization", "Bearer " + key)
                .timeout(ANSWER_MAX);
        if (ask.body().isEmpty()) {
            request.GET();
        } else {
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(ask.body()));
        }
        var answer = http.send(request.build(), BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer.body());
    }

    /** One answer of one instance within the time, or none. */
    boolean isAnswered(Ask ask, URI instance, Duration within) {
        var sent = System.nanoTime();
        while (System.nanoTime() - sent < within.toNanos()) {
            try {
                var answer = send(ask, instance);
                if (answer.status() < 500 && answer.status() != 429) {
                    asked.put(ask.id(), ask);
                    heard.put(
                            ask.id(), Understand.answer(ask, sent, System.nanoTime(), answer.status(), answer.body()));
                    return true;
                }
            } catch (IOException busy) {
                // Asked again below.
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
            LockSupport.parkNanos(REST_NANOS);
        }
        return false;
    }

    int count() {
        return heard.size();
    }

    List<Exchange> history() {
        return List.copyOf(heard.values());
    }

    /** Answers of status 500, which no fault excuses. */
    List<String> bugs() {
        return List.copyOf(bugs);
    }

    /** How many of each kind, and how many of them were refused. */
    String summary() {
        return asked.values().stream()
                        .collect(Collectors.groupingBy(
                                ask -> ask.getClass().getSimpleName(), java.util.TreeMap::new, Collectors.counting()))
                + ", refused with figures: "
                + heard.values().stream()
                        .filter(exchange -> exchange.effects().isEmpty()
                                && exchange.claims().stream().anyMatch(claim -> claim.asked() > 0))
                        .count();
    }
}
