using EdgeRelay.Gateway.Schedules;
using EdgeRelay.Gateway.Storage;
using EdgeRelay.Rules;
using EdgeRelay.Rules.Landmarks;

namespace EdgeRelay.Gateway.Landmarks;

/// <summary>Reads an account's landmarks at the start, when there may be a million of them.</summary>
/// <remarks>By a plain reader: EF Core takes three times as long. Shapes are made when something first comes near.</remarks>
internal static class StoredLandmarks
{
    private const string Query =
        """
        SELECT id, name, group_name, kind, geometry, radius_meters, leave_buffer_meters, enter_dwell_seconds, leave_dwell_seconds,
            speed_limit_mph, geometry_version, effective_from_ms, schedule
        FROM landmark WHERE account_id = $account ORDER BY id
        """;

    public static List<Landmark> ReadAll(CoreDatabase database, long accountId)
    {
        using var connection = database.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = Query;
        command.Parameters.AddWithValue("$account", accountId);
        using var row = command.ExecuteReader();
        var landmarks = new List<Landmark>();
        // Many landmarks share the hours of a few.
        var schedules = new Dictionary<string, WeeklySchedule>(StringComparer.Ordinal);
        while (row.Read())
        {
            landmarks.Add(new Landmark
            {
                Id = row.GetInt64(0),
                Name = row.GetString(1),
                Group = row.IsDBNull(2) ? null : row.GetString(2),
                Kind = (LandmarkKind)row.GetInt32(3),
                GeometryBinary = row.GetFieldValue<byte[]>(4),
                RadiusMeters = row.GetDouble(5),
                LeaveBufferMeters = row.IsDBNull(6) ? null : row.GetDouble(6),
                EnterDwellSeconds = row.GetDouble(7),
                LeaveDwellSeconds = row.GetDouble(8),
                SpeedLimitMph = row.IsDBNull(9) ? null : row.GetDouble(9),
                GeometryVersion = row.GetInt32(10),
                EffectiveFrom = new Instant(row.GetInt64(11)),
                Schedule = row.IsDBNull(12) ? null : ScheduleOf(row.GetString(12), schedules),
            });
        }

        return landmarks;
    }

    private static WeeklySchedule ScheduleOf(string json, Dictionary<string, WeeklySchedule> known) =>
        known.TryGetValue(json, out var schedule) ? schedule : known[json] = ScheduleJson.Parse(json);
}
