namespace EdgeRelay.Gateway.Roads.Import;

/// <summary>What an import is doing.</summary>
internal enum ImportStage
{
    ReadingRoads,
    ReadingPlaces,
    Joining,
    Writing,
}
