package dev.perpetual.sandbox.replay;

import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far a long step is: a bar on a terminal, a line every few seconds in a log, nothing when it shall be quiet. */
final class Progress implements AutoCloseable {
    private static final int WIDTH = 100;

    private final ProgressBar bar;

    private Progress(ProgressBar bar) {
        this.bar = bar;
    }

    static Progress of(String step, long total, boolean quiet, PrintStream out) {
        var builder = new ProgressBarBuilder()
                .setTaskName(step)
                .setInitialMax(total)
                .setUnit(" orders", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setMaxRenderedLength(WIDTH)
                .showSpeed();
        if (quiet) {
            builder.setConsumer(new DelegatingProgressBarConsumer(_ -> {}, WIDTH));
        } else if (System.console() != null && System.console().isTerminal()) {
            builder.setConsumer(new ConsoleProgressBarConsumer(out, WIDTH)).setUpdateIntervalMillis(250);
        } else {
            builder.setConsumer(new DelegatingProgressBarConsumer(out::println, WIDTH))
                    .setUpdateIntervalMillis((int) Duration.ofSeconds(10).toMillis());
        }
        return new Progress(builder.build());
    }

    void at(long done) {
        bar.stepTo(done);
    }

    @Override
    public void close() {
        bar.close();
    }
}
