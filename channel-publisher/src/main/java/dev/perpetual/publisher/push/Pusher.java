package dev.perpetual.publisher.push;

import dev.perpetual.kit.database.DatabaseFailed;
import dev.perpetual.publisher.channels.Channel;
import dev.perpetual.publisher.channels.webhook.SendWebhook;
import dev.perpetual.publisher.domain.Answer;
import dev.perpetual.publisher.push.PlanDelivery.Next;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Pushes one channel for as long as there is something to push and the channel is ours. A slow channel slows only this. */
final class Pusher {

    private static final Logger LOG = Logger.getLogger(Pusher.class);

    /** How long an idle pusher stays, so that a busy channel need not be taken again for every change. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration AFTER_OUTAGE = Duration.ofMillis(500);

    private final Channel channel;
    private final Holding holding;
    private final Tools tools;
    private final Executor threads;
    private final Semaphore slots;
    private final Semaphore bell = new Semaphore(0);
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /** What every pusher works with. */
    record Tools(PlanDelivery plan, SettleDelivery settle, SendWebhook send, Budgets budgets, MeterRegistry metrics) {}

    Pusher(Channel channel, Holding holding, Tools tools, Executor threads) {
        this.channel = channel;
        this.holding = holding;
        this.tools = tools;
        this.threads = threads;
        this.slots = new Semaphore(channel.budget().concurrent());
    }

    /** There may be something to push. */
    void wake() {
        bell.release();
    }

    /** Begins no further request. */
    void stop() {
        stopping = true;
        bell.release();
    }

    /** Returns when the channel can be given back: idle for a while, lost, changed, or stopped; and nothing under way. */
    void run() throws InterruptedException {
        var idleSince = System.nanoTime();
        while (!stopping) {
            if (!slots.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                continue;
            }
            tools.budgets().spend(channel);
            var next = next();
            if (next instanceof Next.Send(var delivery)) {
                idleSince = System.nanoTime();
                underWay.add(delivery.id());
                threads.execute(() -> attempt(delivery));
                // Changed settings count from the next term on.
                stopping = stopping || delivery.channel().version() != channel.version();
                continue;
            }
            tools.budgets().giveBack(channel);
            slots.release();
            var idle = System.nanoTime() - idleSince > LINGER.toNanos() && underWay.isEmpty();
            if (idle || next instanceof Next.Lost) {
                break;
            }
            await(next instanceof Next.Wait(var wait) ? wait : LOOK);
        }
        slots.acquire(channel.budget().concurrent());
    }

    private Next next() {
        try {
            return tools.plan().next(holding, underWay);
        } catch (DatabaseFailed outage) {
            LOG.warnf("Expected to plan what channel %s is told, but %s", channel.id(), outage.getMessage());
            return new Next.Wait(AFTER_OUTAGE);
        }
    }

    private void await(Duration wait) throws InterruptedException {
        var most = wait.compareTo(LOOK) < 0 ? wait : LOOK;
        bell.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS);
        bell.drainPermits();
    }

    private void attempt(Delivery delivery) {
        try {
            var target = delivery.channel();
            var timer = Timer.start(tools.metrics());
            var answer = tools.send().send(target.url(), target.secretRef(), delivery.id(), delivery.body());
            timer.stop(tools.metrics()
                    .timer(
                            "perpetual.push.requests",
                            "channel",
                            channel.id(),
                            "answer",
                            answer.getClass().getSimpleName()));
            settle(delivery, answer);
        } catch (InterruptedException e) {
            // The service ends; the request stays open and is repeated by whoever pushes the channel next.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.errorf(e, "Expected to push to channel %s, but failed; it will be tried again", channel.id());
        } finally {
            underWay.remove(delivery.id());
            slots.release();
            bell.release();
        }
    }

    /** What the channel answered must not be forgotten because of an outage of ours. */
    private void settle(Delivery delivery, Answer answer) throws InterruptedException {
        while (true) {
            try {
                tools.settle().settle(holding, delivery.id(), answer);
                return;
            } catch (DatabaseFailed outage) {
                if (stopping || !outage.isAboutTheConnection()) {
                    throw outage;
                }
                LOG.warnf("Expected to store the answer of channel %s, but %s", channel.id(), outage.getMessage());
                Thread.sleep(AFTER_OUTAGE);
            }
        }
    }
}
