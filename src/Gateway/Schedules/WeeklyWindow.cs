namespace EdgeRelay.Gateway.Schedules;

/// <summary>Hours of the day on some days of the week, by the clock on the wall.</summary>
/// <param name="Days">On which it begins; at least one.</param>
/// <param name="FromMinute">Minute of the day, 0 to 1,439.</param>
/// <param name="ToMinute">Minute of the day, 1 to 1,440, not included. Not after <paramref name="FromMinute"/> is on the next day.</param>
public sealed record WeeklyWindow(IReadOnlyList<DayOfWeek> Days, int FromMinute, int ToMinute);
