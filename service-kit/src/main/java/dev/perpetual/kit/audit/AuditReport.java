package dev.perpetual.kit.audit;

import java.util.List;

/**
 * What the auditor found on one topic.
 *
 * @param recorded events in the journal, or keys in the tables of state
 * @param published different ones on the topic, repeats not counted
 * @param repeats records that came more than once; harmless, as readers drop them
 * @param missing recorded, but not on the topic
 * @param foreign on the topic, but never recorded
 * @param different on the topic with another body than recorded
 * @param disordered on the topic ahead of an earlier version of their stream in the same partition
 * @param examples the first few, as {@code stream/version}
 * @param publishedAgain how many of the missing and different ones were sent again by this run
 */
public record AuditReport(
        String topic,
        long recorded,
        long published,
        long repeats,
        long missing,
        long foreign,
        long different,
        long disordered,
        List<String> examples,
        long publishedAgain) {

    /** Topic and journal tell the same. */
    public boolean clean() {
        return missing == 0 && foreign == 0 && different == 0 && disordered == 0;
    }
}
