package dev.perpetual.kit.relay;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The topics of which this service is the one writer. */
@ApplicationScoped
public class Topics {

    private static final String COMPACT = ":compact";

    private final TopicSettings settings;
    private final String bootstrapServers;
    private final String application;

    Topics(
            TopicSettings settings,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            @ConfigProperty(name = "quarkus.application.name") String application) {
        this.settings = settings;
        this.bootstrapServers = bootstrapServers;
        this.application = application;
    }

    /** Where this service tells what it has parked of a topic; named for the reader too, as a topic has one writer. */
    public String parked(String topic) {
        return topic + ".parked." + application;
    }

    /** Topics of events: every record counts. */
    public List<String> ofEvents() {
        return written().stream().filter(name -> !name.endsWith(COMPACT)).toList();
    }

    /** Topics of state: the newest record of each key counts. */
    public List<String> ofState() {
        return written().stream()
                .filter(name -> name.endsWith(COMPACT))
                .map(name -> name.substring(0, name.length() - COMPACT.length()))
                .toList();
    }

    private List<String> written() {
        var names = new ArrayList<>(settings.writes().orElse(List.of()));
        settings.reads().orElse(List.of()).forEach(name -> names.add(parked(name)));
        return names;
    }

    /** Makes the topics that do not exist yet; those that do are left as their operator has set them. */
    void create() throws InterruptedException {
        try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            for (var topic : ofEvents()) {
                create(
                        admin,
                        topic,
                        Map.of(
                                "retention.ms",
                                Long.toString(settings.retention().toMillis())));
            }
            for (var topic : ofState()) {
                create(admin, topic, Map.of("cleanup.policy", "compact", "min.cleanable.dirty.ratio", "0.2"));
            }
        }
    }

    private void create(Admin admin, String name, Map<String, String> configuration) throws InterruptedException {
        var topic = new NewTopic(name, settings.partitions(), settings.replication()).configs(configuration);
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException failure) {
            if (!(failure.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException(
                        "Expected to create topic " + name + ", but "
                                + Objects.requireNonNull(failure.getCause()).getMessage(),
                        failure);
            }
        }
    }
}
