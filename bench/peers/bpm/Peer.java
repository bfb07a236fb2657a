import com.google.gson.Gson;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.operaton.bpm.engine.OptimisticLockingException;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.TaskService;
import org.operaton.bpm.engine.delegate.DelegateExecution;
import org.operaton.bpm.engine.delegate.DelegateTask;
import org.operaton.bpm.engine.delegate.JavaDelegate;
import org.operaton.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.operaton.bpm.engine.impl.context.Context;
import org.operaton.bpm.engine.impl.interceptor.Command;
import org.operaton.bpm.engine.task.Task;
import org.operaton.bpm.model.bpmn.Bpmn;
import org.operaton.bpm.model.bpmn.BpmnModelInstance;

/** The four steps of a person as user tasks of Operaton, embedded, its own history (level full) as the audit trail. */
public final class Peer {
  private static final int CONNECTIONS = 20;
  private static final int THREADS = 32;
  /** By default the engine looks for due timers every 5 to 60 s. */
  private static final int TIMER_POLL_MS = 1_000;
  /** By default a job of a killed engine stays locked for five minutes. */
  private static final int LOCK_MS = 20_000;
  private static final Gson GSON = new Gson();

  record Platform(String url, String token, String secret) {}

  record Work(String database, Platform platform) {}

  record Notice(List<String> targets, String dueAt) {}

  private final StandaloneProcessEngineConfiguration engineSettings = new StandaloneProcessEngineConfiguration();
  private final ProcessEngine engine;

  private Peer(Work work) {
    var listeners = Map.<Object, Object>of(
        "otherEyes", new OtherEyes(), "escalate", new Escalate(), "enforce", new Enforce(work.platform()));
    engineSettings.setDataSource(connect(work.database()));
    engineSettings.setDatabaseSchemaUpdate("true");
    engineSettings.setEnforceHistoryTimeToLive(false);
    engineSettings.setBeans(listeners);
    engineSettings.setJobExecutorAcquireByDueDate(true);
    engineSettings.setJobExecutorActivate(true);
    engine = engineSettings.buildProcessEngine();
    var jobs = engineSettings.getJobExecutor();
    jobs.setWaitTimeInMillis(TIMER_POLL_MS);
    jobs.setMaxWait(TIMER_POLL_MS);
    jobs.setLockTimeInMillis(LOCK_MS);
    engine.getRepositoryService().createDeployment().name("notice")
        .addModelInstance("notice.bpmn", model()).deploy();
  }

  private static BpmnModelInstance model() {
    var process = Bpmn.createExecutableProcess("notice");
    process.eventSubProcess().startEvent().interrupting(false).timerWithDate("${due}")
        .serviceTask("escalate").operatonDelegateExpression("${escalate}").endEvent();
    return process.startEvent().userTask("review")
        .userTask("approve").operatonTaskListenerExpression("complete", "${otherEyes.check(task)}")
        .serviceTask("enforce").operatonAsyncBefore().operatonDelegateExpression("${enforce}")
        .endEvent().done();
  }

  /** Another person than the submitter approves. */
  public static final class OtherEyes {
    public void check(DelegateTask task) {
      if (task.getVariable("submitter").equals(task.getAssignee())) throw new Conflict();
    }
  }

  static final class Escalate implements JavaDelegate {
    @Override
    public void execute(DelegateExecution execution) throws SQLException {
      update("update notice set escalated_at = clock_timestamp() where id = ?", id(execution));
    }
  }

  static UUID id(DelegateExecution execution) {
    return UUID.fromString(execution.getProcessBusinessKey());
  }

  static final class Conflict extends RuntimeException {}

  private UUID receive(Notice notice) {
    var id = UUID.randomUUID();
    var due = notice.dueAt() == null ? Instant.now().plus(30, ChronoUnit.DAYS) : Instant.parse(notice.dueAt());
    inTransaction(() -> {
      update("insert into notice (id, stage, due_at) values (?, 'received', ?::timestamptz)", id, due.toString());
      update("insert into target (notice, number, locator) select ?, number, locator"
          + " from unnest(?) with ordinality as given (locator, number)", id, notice.targets().toArray(String[]::new));
      engine.getRuntimeService().startProcessInstanceByKey("notice", id.toString(), Map.of("due", Date.from(due)));
      return null;
    });
    return id;
  }

  /** Takes a step once: a command that was recorded before is answered, not repeated. */
  private int take(UUID command, UUID id, String step, String person) {
    try {
      return inTransaction(() -> {
        if (exists("select 1 from audit where command = ?", command)) return 200;
        var tasks = engine.getTaskService();
        engine.getIdentityService().setAuthenticatedUserId(person);
        var task = tasks.createTaskQuery().processInstanceBusinessKey(id.toString()).singleResult();
        if (task == null) throw new Conflict();
        run(tasks, task, step, person);
        if (step.equals("decide")) update("update target set action = 'withhold' where notice = ?", id);
        update("insert into audit (command, notice, person, step) values (?, ?, ?, ?)", command, id, person, step);
        return 200;
      });
    } catch (Conflict | OptimisticLockingException conflict) {
      return 409;
    } finally {
      engine.getIdentityService().clearAuthentication();
    }
  }

  private static void run(TaskService tasks, Task task, String step, String person) {
    var isReview = task.getTaskDefinitionKey().equals("review");
    if (isReview == step.equals("approve")) throw new Conflict();
    if (!step.equals("claim") && isReview && !person.equals(task.getAssignee())) throw new Conflict();
    switch (step) {
      case "claim" -> tasks.claim(task.getId(), person);
      case "decide" -> tasks.setVariable(task.getId(), "decision", "withhold");
      case "submit" -> {
        if (tasks.getVariable(task.getId(), "decision") == null) throw new Conflict();
        tasks.complete(task.getId(), Map.of("submitter", person));
      }
      case "approve" -> {
        tasks.claim(task.getId(), person);
        tasks.complete(task.getId());
      }
      default -> throw new Conflict();
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath().split("/");
      var body = new String(exchange.getRequestBody().readAllBytes());
      if (path.length == 2) {
        answer(exchange, 201, Map.of("id", receive(GSON.fromJson(body, Notice.class)).toString()));
        return;
      }
      var person = findPerson(exchange.getRequestHeaders().getFirst("authorization"));
      var command = UUID.fromString(exchange.getRequestHeaders().getFirst("idempotency-key"));
      var status = person == null ? 401 : take(command, UUID.fromString(path[2]), path[3], person);
      answer(exchange, status, Map.of("status", status));
    } catch (RuntimeException error) {
      error.printStackTrace();
      answer(exchange, 500, Map.of("error", String.valueOf(error.getMessage())));
    }
  }

  private static void answer(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
    var bytes = GSON.toJson(body).getBytes();
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private String findPerson(String authorization) {
    var key = authorization == null ? "" : authorization.substring("Bearer ".length());
    return inTransaction(() -> findText("select name from person where key_hash = sha256(?::text::bytea)", key));
  }

  interface Statement<T> {
    T run() throws SQLException;
  }

  /** One transaction for the tables of the engine and those of the notices. */
  private <T> T inTransaction(Statement<T> work) {
    Command<T> command = context -> {
      try {
        return work.run();
      } catch (SQLException error) {
        throw new IllegalStateException(error);
      }
    };
    return engineSettings.getCommandExecutorTxRequired().execute(command);
  }

  static PreparedStatement prepare(String sql, Object... values) throws SQLException {
    Connection connection = Context.getCommandContext().getDbSqlSession().getSqlSession().getConnection();
    var statement = connection.prepareStatement(sql);
    for (int index = 0; index < values.length; index += 1) {
      var value = values[index] instanceof String[] texts ? connection.createArrayOf("text", texts) : values[index];
      statement.setObject(index + 1, value);
    }
    return statement;
  }

  static int update(String sql, Object... values) throws SQLException {
    try (var statement = prepare(sql, values)) {
      return statement.executeUpdate();
    }
  }

  private static String findText(String sql, Object... values) throws SQLException {
    try (var statement = prepare(sql, values); ResultSet found = statement.executeQuery()) {
      return found.next() ? found.getString(1) : null;
    }
  }

  private static boolean exists(String sql, Object... values) throws SQLException {
    return findText(sql, values) != null;
  }

  private static HikariDataSource connect(String database) {
    var url = URI.create(database);
    var user = url.getUserInfo().split(":");
    var settings = new HikariConfig();
    settings.setJdbcUrl("jdbc:postgresql://" + url.getHost() + ":" + url.getPort() + url.getPath());
    settings.setUsername(user[0]);
    settings.setPassword(user[1]);
    settings.setMaximumPoolSize(CONNECTIONS);
    return new HikariDataSource(settings);
  }

  /** The one argument is the work as JSON. Prints the address, and ends with its stdin. */
  public static void main(String[] arguments) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    var peer = new Peer(GSON.fromJson(arguments[0], Work.class));
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.createContext("/", peer::handle);
    server.start();
    System.out.println("http://127.0.0.1:" + server.getAddress().getPort());
    System.in.readAllBytes();
    System.exit(0);
  }
}
