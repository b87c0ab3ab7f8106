using EdgeRelay.Gateway.Accounts;
using EdgeRelay.Gateway.Settings;

namespace EdgeRelay.Gateway.Roads;

/// <summary>Loads the road files at the start, and again when the folder has changed: an import needs no restart.</summary>
internal sealed partial class RoadWatch(
    AccountBooks books, RoadsSettings settings, DataSettings data, TimeProvider clock, ILogger<RoadWatch> logger) : BackgroundService
{
    private readonly string _folder = settings.DirectoryIn(data);
    private string _mark = string.Empty;

    /// <summary>Loads what there is, if it is not what was loaded before. A file that cannot be used is logged and left out.</summary>
    public void Load()
    {
        // Taken first: a file that comes while the others are opened is seen at the next look.
        var mark = RoadFiles.Mark(_folder);
        if (mark == _mark)
        {
            return;
        }

        var roads = RoadFiles.Open(_folder, (file, fault) => FileRefused(logger, file, fault));
        books.UseRoads(roads);
        _mark = mark;
        Loaded(logger, roads.Maps.Count, roads.Maps.Sum(m => (long)m.Header.Ways), _folder);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.CheckSeconds == 0)
        {
            return;
        }

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(settings.CheckSeconds), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                Load();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                LookFailed(logger, error, _folder);
            }
        }
    }

    [LoggerMessage(3020, LogLevel.Information, "{Files} road files with {Ways} roads are loaded from {Folder}")]
    private static partial void Loaded(ILogger logger, int files, long ways, string folder);

    [LoggerMessage(3021, LogLevel.Error, "Road file {File} is not used: {Fault}. Limits that only it knows are unknown")]
    private static partial void FileRefused(ILogger logger, string file, string fault);

    [LoggerMessage(3022, LogLevel.Warning, "The folder of road files {Folder} could not be looked at; the loaded ones stay")]
    private static partial void LookFailed(ILogger logger, Exception error, string folder);
}
