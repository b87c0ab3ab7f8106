namespace EdgeRelay.Gateway.Tests.Landmarks;

/// <param name="Polygon">The oracle's name for it: id, a bar, name.</param>
internal sealed record RecordedEvent(int FixIndex, bool IsEnter, string Polygon);
