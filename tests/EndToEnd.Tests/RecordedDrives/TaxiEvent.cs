namespace EdgeRelay.EndToEnd.Tests.RecordedDrives;

/// <param name="FixIndex">Position of the fix among all fixes of all vehicles, from 0.</param>
/// <param name="Event"><c>enter</c> or <c>leave</c>.</param>
/// <param name="Polygon">Its number in the file, a bar, its name.</param>
internal sealed record TaxiEvent(string Vehicle, int FixIndex, string Event, string Polygon);
