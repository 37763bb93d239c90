package dev.perpetual.ledger.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perpetual.ledger.domain.LedgerRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;

/** The rules with a fault in them, and everything that tests them, apart from all other classes. */
final class PlantedDomain extends ClassLoader {

    private static final String OURS = "dev.perpetual.ledger.";
    private static final Path SOURCES = Path.of("src/main/java/dev/perpetual/ledger/domain");

    private final Map<String, byte[]> changed;

    private PlantedDomain(Map<String, byte[]> changed) {
        super(PlantedDomain.class.getClassLoader());
        this.changed = changed;
    }

    /** Hunts for the fault. @throws AssertionError when it cannot be planted */
    static List<String> find(PlantedFault fault, int historiesMax) throws ReflectiveOperationException, IOException {
        var loader = new PlantedDomain(compile(fault));
        var hunt = loader.loadClass(FaultHunt.class.getName()).getDeclaredMethod("find", int.class);
        hunt.setAccessible(true);
        @SuppressWarnings("unchecked")
        var found = (List<String>) hunt.invoke(null, historiesMax);
        return found;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            var loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (var stream = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (stream == null) {
                throw new ClassNotFoundException(name);
            }
            var bytes = changed.getOrDefault(name, stream.readAllBytes());
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException wrong) {
            throw new ClassNotFoundException(name, wrong);
        }
    }

    private static Map<String, byte[]> compile(PlantedFault fault) throws IOException {
        var file = SOURCES.resolve(fault.file() + ".java");
        var source = Files.readString(file);
        var first = source.indexOf(fault.text());
        if (first < 0 || source.indexOf(fault.text(), first + 1) >= 0) {
            throw new AssertionError("Expected %s to contain exactly once, to plant '%s': %s"
                    .formatted(file, fault.what(), fault.text()));
        }
        var planted = source.replace(fault.text(), fault.fault());
        var compiler = ToolProvider.getSystemJavaCompiler();
        var said = new DiagnosticCollector<JavaFileObject>();
        try (var files = new InMemory(compiler.getStandardFileManager(said, null, UTF_8))) {
            var options = List.of("-proc:none", "-parameters", "-classpath", classpath());
            var name = URI.create("string:///dev/perpetual/ledger/domain/" + fault.file() + ".java");
            var unit = new SimpleJavaFileObject(name, JavaFileObject.Kind.SOURCE) {
                @Override
                public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                    return planted;
                }
            };
            if (!compiler.getTask(null, files, said, options, null, List.of(unit))
                    .call()) {
                throw new AssertionError(
                        "Expected '%s' to compile, but got %s".formatted(fault.what(), said.getDiagnostics()));
            }
            var compiled = new HashMap<String, byte[]>();
            files.made.forEach((type, bytes) -> compiled.put(type, bytes.toByteArray()));
            return compiled;
        }
    }

    private static String classpath() {
        return String.join(java.io.File.pathSeparator, place(LedgerRules.class), place(NullMarked.class));
    }

    private static String place(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    /** Keeps what the compiler makes. */
    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> made = new HashMap<>();

        InMemory(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + name.replace('.', '/')), kind) {
                @Override
                public OutputStream openOutputStream() {
                    var bytes = new ByteArrayOutputStream();
                    made.put(name, bytes);
                    return bytes;
                }
            };
        }
    }
}
