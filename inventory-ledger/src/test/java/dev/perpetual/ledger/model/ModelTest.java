package dev.perpetual.ledger.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.perpetual.ledger.domain.AssembleKits;
import dev.perpetual.ledger.domain.Command;
import dev.perpetual.ledger.domain.Document;
import dev.perpetual.ledger.domain.DocumentCommand.MoveDocument;
import dev.perpetual.ledger.domain.DocumentLine;
import dev.perpetual.ledger.domain.DocumentUnits;
import dev.perpetual.ledger.domain.HoldEvent;
import dev.perpetual.ledger.domain.MovementKind;
import dev.perpetual.ledger.domain.Outcome.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random histories of all commands are told to the rules and to a second, naive ledger, which must always agree. */
class ModelTest {

    private static final long HISTORIES = Long.getLong("model.histories", 200_000);
    private static final long FIRST_SEED = Long.getLong("model.seed", 1);
    private static final int CHUNK = 500;

    /**
     * What the histories do not bring about, and the test that does. Whatever else comes to the rules (a command, a step, a
     * kind of movement, a reason, an event, a flag) fails here until the histories know it or it is listed.
     */
    private static final Map<Object, String> ELSEWHERE = Map.ofEntries(
            Map.entry(Reason.NOT_A_KIT, "KitsTest"),
            Map.entry(Reason.NOT_A_PART, "KitsTest"),
            Map.entry(AssembleKits.class, "domain.KitHistoriesTest"),
            Map.entry(MovementKind.ASSEMBLE, "domain.KitHistoriesTest"),
            Map.entry(MovementKind.DISASSEMBLE, "domain.KitHistoriesTest"));

    @Test
    void the_rules_and_the_naive_ledger_agree_after_every_step_of_every_history() throws Exception {
        var next = new AtomicLong();
        var tasks = new ArrayList<Callable<@Nullable String>>();
        var processors = Runtime.getRuntime().availableProcessors();
        for (var i = 0; i < processors; i++) {
            tasks.add(() -> failure(next));
        }
        try (var threads = Executors.newFixedThreadPool(processors)) {
            for (var failure : threads.invokeAll(tasks)) {
                assertThat(failure.get()).isNull();
            }
        }
    }

    /** Takes chunks of seeds until there are none, or one fails. */
    private static @Nullable String failure(AtomicLong next) {
        for (var from = next.getAndAdd(CHUNK); from < HISTORIES; from = next.getAndAdd(CHUNK)) {
            for (var i = from; i < Math.min(HISTORIES, from + CHUNK); i++) {
                var history = Histories.of(FIRST_SEED + i);
                if (Run.of(history) != null) {
                    next.set(HISTORIES);
                    return Shrink.shown(FIRST_SEED + i, Shrink.of(history));
                }
            }
        }
        return null;
    }

    @Test
    void the_histories_make_every_command_step_and_disposition() {
        var commands = new HashSet<Class<?>>();
        var steps = new HashSet<Object>();
        for (var seed = 0; seed < 3_000; seed++) {
            for (var step : Histories.of(seed)) {
                if (!(step.sent().told() instanceof Told.Limits)) {
                    collect(Speaks.command(step.sent().told(), Map.of(), Map.of()), commands, steps);
                }
            }
        }
        assertThat(commands).containsExactlyInAnyOrderElementsOf(without(leaves(Command.class)));
        assertThat(steps)
                .containsAll(without(List.of(Command.MoveHold.Step.values())))
                .containsAll(without(List.of(MoveDocument.Step.values())))
                .containsAll(without(List.of(Document.Kind.values())))
                .containsAll(without(List.of(DocumentUnits.Part.values())))
                .contains(true, false)
                .doesNotContainAnyElementsOf(ELSEWHERE.keySet());
    }

    /** All that the histories have to bring about. */
    private static <T> List<T> without(Collection<T> all) {
        return all.stream().filter(each -> !ELSEWHERE.containsKey(each)).toList();
    }

    @Test
    void what_the_histories_leave_out_is_covered_by_another_test() {
        for (var test : ELSEWHERE.values()) {
            assertThatCode(() -> Class.forName("dev.perpetual.ledger." + test))
                    .as(test)
                    .doesNotThrowAnyException();
        }
    }

    private static void collect(Command command, Set<Class<?>> commands, Set<Object> steps) {
        commands.add(command.getClass());
        switch (command) {
            case Command.RecordTogether(var parts) -> parts.forEach(part -> collect(part.command(), commands, steps));
            case Command.MoveHold move -> steps.add(move.step());
            case Command.WithdrawLot withdrawal -> steps.add(withdrawal.reason() == null);
            case Command.PlaceHold hold -> steps.add(hold.expiresAt() != null);
            case MoveDocument move -> {
                steps.add(move.step());
                move.lines().forEach(line -> steps.addAll(line.parts().keySet()));
            }
            case dev.perpetual.ledger.domain.DocumentCommand.OpenDocument open -> {
                steps.add(open.head().id().kind());
                open.lines().forEach(line -> steps.addAll(line.parts().keySet()));
            }
            default -> {}
        }
    }

    /** The records that a sealed type comes down to. */
    private static List<Class<?>> leaves(Class<?> type) {
        if (!type.isSealed()) {
            return List.of(type);
        }
        var found = new ArrayList<Class<?>>();
        for (var permitted : type.getPermittedSubclasses()) {
            found.addAll(leaves(permitted));
        }
        return found;
    }

    @Test
    void the_histories_reach_every_kind_of_movement_and_every_answer() {
        var kinds = new TreeSet<MovementKind>();
        var answers = new TreeSet<String>();
        var events = new TreeSet<HoldEvent>();
        var flags = new TreeSet<DocumentLine.Flag>();
        for (var seed = 0; seed < 3_000; seed++) {
            var world = new World();
            for (var step : Histories.of(seed)) {
                world.begin(step.now());
                var answer = world.tell(step.sent());
                var words = answer.split(" ");
                answers.add(words[0].equals("refused") || words[0].equals("rejected") ? words[1] : words[0]);
            }
            world.journal.forEach(movement -> kinds.add(movement.kind()));
            world.announced.forEach(outcome -> events.add(outcome.event()));
            world.documents.values().stream()
                    .flatMap(document -> document.lines().stream())
                    .forEach(line -> flags.addAll(line.flags()));
        }
        assertThat(kinds).containsExactlyElementsOf(without(List.of(MovementKind.values())));
        assertThat(events).containsExactlyElementsOf(without(List.of(HoldEvent.values())));
        assertThat(flags).containsExactlyElementsOf(without(List.of(DocumentLine.Flag.values())));
        assertThat(answers)
                .contains("recorded", "unchanged", "hold", "withdrawn", "extended", "document", "together", "reused")
                .containsAll(without(List.of(Reason.values())).stream()
                        .map(Reason::code)
                        .toList());
    }

    @Test
    void the_naive_ledger_shares_no_code_with_the_rules() {
        independent("Naive").check(new ClassFileImporter().importPackages("dev.perpetual.ledger.model"));
        independent("Told").check(new ClassFileImporter().importPackages("dev.perpetual.ledger.model"));
    }

    @Test
    void the_rule_on_sharing_can_fail() {
        assertThatThrownBy(() -> independent("Speaks")
                        .check(new ClassFileImporter().importPackages("dev.perpetual.ledger.model")))
                .isInstanceOf(AssertionError.class);
    }

    private static ArchRule independent(String prefix) {
        return noClasses()
                .that()
                .haveNameMatching(".*\\.model\\." + prefix + ".*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.perpetual.ledger.domain..",
                        "dev.perpetual.ledger.commit..",
                        "dev.perpetual.ledger.wire..");
    }
}
