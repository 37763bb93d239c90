package dev.perpetual.kit.intake;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a service does with one topic that it reads; a bean per topic.
 *
 * @param <M> the service's own view of a message
 */
public interface Subscription<M> {

    String topic();

    /** Parses at the door. @throws UnreadableMessage for an unknown type or a body that is not as the contract says */
    M read(ConsumerRecord<String, byte[]> record) throws UnreadableMessage;

    /**
     * Applies messages in their order, in one transaction that also stores the progress. Throw, and nothing is
     * applied: an outage is waited out, anything else parks the message that causes it.
     */
    void apply(List<M> messages, Progress progress);
}
