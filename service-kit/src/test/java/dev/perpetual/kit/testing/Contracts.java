package dev.perpetual.kit.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The examples and schemas in {@code contracts/}: what writers must write and readers must read. */
public final class Contracts {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EXAMPLE = ".json";

    private Contracts() {}

    /** All examples of a topic by the name of the file: the CloudEvents type, and maybe what is special about it. */
    public static Map<String, String> examples(String topic) {
        var examples = new LinkedHashMap<String, String>();
        try (var files = Files.list(folder(topic).resolve("examples"))) {
            for (var file : files.sorted().toList()) {
                var name = file.getFileName().toString();
                examples.put(name.substring(0, name.length() - EXAMPLE.length()), Files.readString(file));
            }
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
        return examples;
    }

    /** The CloudEvents type of an example. */
    public static String type(String example) {
        return example.replaceFirst("(\\.v\\d+)\\..*", "$1");
    }

    /** Empty when the body is as the schema of its type says: {@code <type>.schema.json}, or the topic's one schema. */
    public static Set<ValidationMessage> violations(String topic, String type, String body) {
        try {
            var own = folder(topic).resolve(type(type) + ".schema.json");
            var schema = Files.exists(own) ? own : folder(topic).resolve("schema.json");
            return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                    .getSchema(schema.toUri())
                    .validate(JSON.readTree(body));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** For comparing without regard to white space; the order of members does not count either. */
    public static JsonNode tree(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    private static Path folder(String topic) {
        return Path.of(System.getProperty("perpetual.root"), "contracts", topic);
    }
}
