package dev.perpetual.sandbox.replay;

import dev.perpetual.sandbox.client.Order;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One order on its way through the replay: answered, perhaps partly cancelled, gone. */
final class OrderTrack {
    private final String key;
    private final CompletableFuture<Order> answered = new CompletableFuture<>();
    private final CompletableFuture<OrderTrack> gone = new CompletableFuture<>();
    private @Nullable String order;
    private long unitsHere;
    private int cancellationsToCome;
    private long freeSinceNanos = System.nanoTime();

    OrderTrack(String key, long units, int cancellationsToCome) {
        this.key = key;
        this.unitsHere = units;
        this.cancellationsToCome = cancellationsToCome;
    }

    String key() {
        return key;
    }

    synchronized void named(String id) {
        order = id;
    }

    /** The router's id of it, once it is known. */
    synchronized Optional<String> order() {
        return Optional.ofNullable(order);
    }

    /** Done when the router has answered the order. */
    CompletableFuture<Order> answered() {
        return answered;
    }

    /** Done when every unit has left or is cancelled. */
    CompletableFuture<OrderTrack> gone() {
        return gone;
    }

    /** The router never took the order; whoever waits for it hears why. */
    void failed(Throwable why) {
        answered.completeExceptionally(why);
        gone.completeExceptionally(why);
    }

    /** One of the cancelled invoices that the parcel waits for is done. */
    synchronized void cancelled(long units) {
        cancellationsToCome--;
        freeSinceNanos = System.nanoTime();
        left(units);
    }

    /** So many units have left the warehouse. */
    synchronized void shipped(long units) {
        left(units);
    }

    /** Whether it could leave already when the warehouse looked at its list, at {@code listedAtNanos}. */
    synchronized boolean mayLeave(long listedAtNanos) {
        return cancellationsToCome == 0 && freeSinceNanos - listedAtNanos < 0;
    }

    private void left(long units) {
        unitsHere -= units;
        if (unitsHere <= 0 && cancellationsToCome == 0) {
            gone.complete(this);
        }
    }

    @Override
    public synchronized String toString() {
        return "%s: %d units here, %d cancellations to come".formatted(key, unitsHere, cancellationsToCome);
    }
}
