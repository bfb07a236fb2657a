import com.google.gson.Gson;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
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
import org.operaton.bpm.engine.impl.persistence.StrongUuidGenerator;
import org.operaton.bpm.engine.task.Task;
import org.operaton.bpm.model.bpmn.Bpmn;
import org.operaton.bpm.model.bpmn.BpmnModelInstance;

/** The four steps of a person as user tasks of Operaton, embedded, with its history at the level full. */
public final class Peer {
  private static final int CONNECTIONS = 20;
  private static final int THREADS = 32;
  /** By default the engine looks for due timers every 5 to 60 s. */
  private static final int TIMER_POLL_MS = 1_000;
  /** By default a job of a killed engine stays locked for five minutes. */
  private static final int LOCK_MS = 20_000;
  private static final Duration NOT_DUE = Duration.ofDays(30);
  private static final Gson GSON = new Gson();

  record Work(String database, Enforce.Platform platform) {}

  record Notice(List<String> targets, String dueAt) {}

  private final StandaloneProcessEngineConfiguration settings = new StandaloneProcessEngineConfiguration();
  private final ProcessEngine engine;
  private final Sql sql;

  private Peer(Work work) {
    settings.setDataSource(connect(work.database()));
    settings.setDatabaseSchemaUpdate("true");
    settings.setEnforceHistoryTimeToLive(false);
    // The default takes numbers in a second transaction: with a full pool all would wait for its connection.
    settings.setIdGenerator(new StrongUuidGenerator());
    settings.setBeans(Map.of(
        "otherEyes", new OtherEyes(), "escalate", new Escalate(), "enforce", new Enforce(work.platform())));
    settings.setJobExecutorAcquireByDueDate(true);
    engine = settings.buildProcessEngine();
    sql = new Sql(settings);
    engine.getRepositoryService().createDeployment().addModelInstance("notice.bpmn", model()).deploy();
    var jobs = settings.getJobExecutor();
    jobs.setWaitTimeInMillis(TIMER_POLL_MS);
    jobs.setMaxWait(TIMER_POLL_MS);
    jobs.setLockTimeInMillis(LOCK_MS);
    jobs.start();
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
      Sql.update("update notice set escalated_at = clock_timestamp() where id = ?::uuid",
          execution.getProcessBusinessKey());
    }
  }

  static final class Conflict extends RuntimeException {}

  private String receive(Notice notice) {
    var id = UUID.randomUUID().toString();
    var due = notice.dueAt() == null ? Instant.now().plus(NOT_DUE) : Instant.parse(notice.dueAt());
    return sql.inTransaction(() -> {
      Sql.update("insert into notice (id, stage, due_at) values (?::uuid, 'received', ?::timestamptz)", id, due + "");
      Sql.update("insert into target (notice, number, locator) select ?::uuid, number, locator"
          + " from unnest(?) with ordinality as given (locator, number)", id, notice.targets().toArray(String[]::new));
      engine.getRuntimeService().startProcessInstanceByKey("notice", id, Map.of("due", Date.from(due)));
      return id;
    });
  }

  /** Takes a step once: a command that was recorded before is answered, not repeated. */
  private int take(String command, String id, String step, String person) {
    try {
      return sql.inTransaction(() -> {
        if (Sql.find("select 1 from audit where command = ?::uuid", command) != null) return 200;
        engine.getIdentityService().setAuthenticatedUserId(person);
        var task = engine.getTaskService().createTaskQuery().processInstanceBusinessKey(id).singleResult();
        if (task == null) throw new Conflict();
        run(engine.getTaskService(), task, step, person);
        if (step.equals("decide")) Sql.update("update target set action = 'withhold' where notice = ?::uuid", id);
        Sql.update("insert into audit (command, notice, person, step) values (?::uuid, ?::uuid, ?, ?)",
            command, id, person, step);
        return 200;
      });
    } catch (Conflict | OptimisticLockingException conflict) {
      return 409;
    } finally {
      engine.getIdentityService().clearAuthentication();
    }
  }

  private static void run(TaskService tasks, Task task, String step, String person) {
    var isOwn = person.equals(task.getAssignee());
    switch (task.getTaskDefinitionKey() + " " + (isOwn ? "own " : "") + step) {
      case "review claim" -> tasks.claim(task.getId(), person);
      case "review own decide" -> tasks.setVariable(task.getId(), "decision", "withhold");
      case "review own submit" -> {
        if (tasks.getVariable(task.getId(), "decision") == null) throw new Conflict();
        tasks.complete(task.getId(), Map.of("submitter", person));
      }
      case "approve approve" -> {
        tasks.claim(task.getId(), person);
        tasks.complete(task.getId());
      }
      default -> throw new Conflict();
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      var path = exchange.getRequestURI().getPath().split("/");
      if (path.length == 2) {
        var body = new String(exchange.getRequestBody().readAllBytes());
        answer(exchange, 201, Map.of("id", receive(GSON.fromJson(body, Notice.class))));
        return;
      }
      var headers = exchange.getRequestHeaders();
      var key = headers.getFirst("authorization").substring("Bearer ".length());
      var person = sql.inTransaction(() -> Sql.find("select name from person where key_hash = sha256(?::bytea)", key));
      var status = person == null ? 401 : take(headers.getFirst("idempotency-key"), path[2], path[3], person);
      answer(exchange, status, Map.of("status", status));
    } catch (RuntimeException error) {
      System.err.println(error);
      answer(exchange, 500, Map.of("error", error.toString()));
    }
  }

  private static void answer(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
    var bytes = GSON.toJson(body).getBytes();
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static HikariDataSource connect(String database) {
    var url = URI.create(database);
    var user = url.getUserInfo().split(":");
    var pool = new HikariConfig();
    pool.setJdbcUrl("jdbc:postgresql://" + url.getHost() + ":" + url.getPort() + url.getPath());
    pool.setUsername(user[0]);
    pool.setPassword(user[1]);
    pool.setMaximumPoolSize(CONNECTIONS);
    return new HikariDataSource(pool);
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
