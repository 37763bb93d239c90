package dev.perpetual.kit.audit;

import dev.perpetual.kit.journal.StateSource;
import dev.perpetual.kit.relay.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Compares what was recorded with what is on the topics, both ways, and publishes again what is missing.
 *
 * <p>The relay is made to lose nothing; the auditor is how one knows. It may run while traffic runs.
 */
@ApplicationScoped
public class Auditor {

    private static final Logger LOG = Logger.getLogger(Auditor.class);

    private final Topics topics;
    private final EventAudit events;
    private final StateAudit states;
    private final Instance<StateSource> sources;

    Auditor(Topics topics, EventAudit events, StateAudit states, @Any Instance<StateSource> sources) {
        this.topics = topics;
        this.events = events;
        this.states = states;
        this.sources = sources;
    }

    /** Audits every topic this service writes, one after the other. */
    public List<AuditReport> audit(boolean publishAgain) {
        var reports = new ArrayList<AuditReport>();
        for (var topic : topics.ofEvents()) {
            reports.add(events.audit(topic, publishAgain));
        }
        for (var source : sources) {
            reports.add(states.audit(source, publishAgain));
        }
        return reports;
    }

    /** In the background, for a relay that has found a gap. */
    public void publishAgainSoon() {
        Thread.ofVirtual().name("auditor").start(() -> audit(true).forEach(report -> LOG.infof("Audited: %s", report)));
    }
}
