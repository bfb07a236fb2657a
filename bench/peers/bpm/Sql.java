import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.operaton.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.operaton.bpm.engine.impl.context.Context;
import org.operaton.bpm.engine.impl.interceptor.Command;

/** Statements on the tables of the notices, in the transaction of the engine. */
record Sql(ProcessEngineConfigurationImpl settings) {
  interface Work<T> {
    T run() throws SQLException;
  }

  <T> T inTransaction(Work<T> work) {
    Command<T> command = context -> {
      try {
        return work.run();
      } catch (SQLException error) {
        throw new IllegalStateException(error);
      }
    };
    return settings.getCommandExecutorTxRequired().execute(command);
  }

  static PreparedStatement prepare(String sql, Object... values) throws SQLException {
    var connection = Context.getCommandContext().getDbSqlSession().getSqlSession().getConnection();
    var statement = connection.prepareStatement(sql);
    for (int index = 0; index < values.length; index += 1) {
      var value = values[index] instanceof String[] texts ? connection.createArrayOf("text", texts) : values[index];
      statement.setObject(index + 1, value);
    }
    return statement;
  }

  static void update(String sql, Object... values) throws SQLException {
    try (var statement = prepare(sql, values)) {
      statement.executeUpdate();
    }
  }

  /** Returns the first column of the first row, or null. */
  static String find(String sql, Object... values) throws SQLException {
    try (var statement = prepare(sql, values); var found = statement.executeQuery()) {
      return found.next() ? found.getString(1) : null;
    }
  }
}
