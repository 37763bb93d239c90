package dev.perpetual.ledger.commit;

import dev.perpetual.kit.journal.StateMessage;
import dev.perpetual.ledger.domain.Balance;
import dev.perpetual.ledger.domain.BalanceKey;
import dev.perpetual.ledger.domain.Books;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.wire.LevelJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The levels that a batch has to tell. */
final class ChangedLevels {

    private ChangedLevels() {}

    /** The newest figure of each level that changed, all lots in one. */
    static List<StateMessage> of(Books books, Set<BalanceKey> changed) {
        var levels = new HashMap<BalanceKey, Balance>();
        changed.forEach(key -> levels.put(new BalanceKey(key.sku(), key.location(), Goods.PLAIN), Balance.NONE));
        books.balances()
                .forEach((key, balance) -> levels.computeIfPresent(
                        new BalanceKey(key.sku(), key.location(), Goods.PLAIN),
                        (_, sum) -> sum == Balance.NONE ? balance : sum.plus(balance)));
        return levels.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(level -> {
                    var sku = level.getKey().sku();
                    var location = level.getKey().location();
                    return new StateMessage(
                            LevelJson.TOPIC,
                            LevelJson.key(sku, location),
                            level.getValue().version(),
                            LevelJson.TYPE,
                            LevelJson.of(sku, location, level.getValue()),
                            level.getValue().recordedAt());
                })
                .toList();
    }
}
