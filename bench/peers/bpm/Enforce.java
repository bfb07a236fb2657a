import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.operaton.bpm.engine.delegate.DelegateExecution;
import org.operaton.bpm.engine.delegate.JavaDelegate;

/** Posts the operations of a notice to the platform, signed, and records them; a job of the engine runs it. */
final class Enforce implements JavaDelegate {
  record Platform(String url, String token, String secret) {}

  private static final int BATCH = 1_000;
  /** The platform knows an operation by its key: one posted again, after a crash, is `already` applied. */
  private static final Set<String> DONE = Set.of("applied", "already");
  private static final Gson GSON = new Gson();
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Platform platform;

  Enforce(Platform platform) {
    this.platform = platform;
  }

  @Override
  public void execute(DelegateExecution execution) throws Exception {
    while (enforceNext(execution.getProcessBusinessKey()));
  }

  private boolean enforceNext(String notice) throws Exception {
    var numbers = new ArrayList<Integer>();
    var operations = new ArrayList<Map<String, Object>>();
    var next = "select number, locator from target where notice = ?::uuid and action = 'withhold' and applied_at is null"
        + " order by number limit " + BATCH;
    try (var statement = Sql.prepare(next, notice); var found = statement.executeQuery()) {
      while (found.next()) {
        numbers.add(found.getInt(1));
        operations.add(toOperation(notice, found.getInt(1), found.getString(2)));
      }
    }
    if (numbers.isEmpty()) return false;
    post(GSON.toJson(Map.of("operations", operations)), numbers.size());
    Sql.update("update target set applied_at = clock_timestamp() where notice = ?::uuid and number between ? and ?",
        notice, numbers.get(0), numbers.get(numbers.size() - 1));
    return numbers.size() == BATCH;
  }

  private static Map<String, Object> toOperation(String notice, int number, String locator) {
    return Map.of("key", notice + ":1:" + number + ":withhold", "action", "withhold", "type", "account",
        "id", "account:" + locator.substring(1), "countries", List.of("IN"), "reason", "withhold",
        "notice", "N-2021-000001");
  }

  private void post(String text, int count) throws GeneralSecurityException, IOException, InterruptedException {
    var id = UUID.randomUUID().toString();
    var at = String.valueOf(Instant.now().getEpochSecond());
    var request = HttpRequest.newBuilder(URI.create(platform.url() + "/operations"))
        .header("authorization", "Bearer " + platform.token()).header("content-type", "application/json")
        .header("webhook-id", id).header("webhook-timestamp", at)
        .header("webhook-signature", "v1," + sign(id + "." + at + "." + text))
        .POST(HttpRequest.BodyPublishers.ofString(text)).build();
    var answer = http.send(request, BodyHandlers.ofString());
    var results = GSON.fromJson(answer.body(), JsonObject.class).getAsJsonArray("results");
    var isApplied = answer.statusCode() == 200 && results.size() == count;
    for (var result : results) isApplied &= DONE.contains(result.getAsJsonObject().get("status").getAsString());
    if (!isApplied) throw new IOException("The platform answered " + answer.statusCode());
  }

  /** As Standard Webhooks do. */
  private String sign(String text) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    var key = Base64.getDecoder().decode(platform.secret().replaceFirst("^whsec_", ""));
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes()));
  }
}
