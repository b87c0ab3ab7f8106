using System.Runtime.InteropServices;
using EdgeRelay.Gateway.Roads;
using EdgeRelay.Gateway.Roads.Import;
using EdgeRelay.Gateway.Settings;

namespace EdgeRelay.Gateway.Commands;

/// <summary>Imports OpenStreetMap extracts as road files; a running gateway takes them up by itself.</summary>
internal static class RoadsCommand
{
    private static readonly string[] ExtractEndings = [".osm.pbf", ".osm.gz", ".osm", ".pbf", ".gz", ".xml"];

    public static int Run(string[] args)
    {
        if (args is not ["import", .. var rest] || !Parse(rest, out var extracts, out var folder))
        {
            Console.Error.WriteLine("usage: edgerelay roads import FILE... [--directory FOLDER]   (.osm, .osm.gz, .osm.pbf)");
            return ExitCodes.Usage;
        }

        using var interrupted = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            // The first Ctrl+C ends the import in order; a second one ends it at once.
            e.Cancel = !interrupted.IsCancellationRequested;
            interrupted.Cancel();
        };
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            interrupted.Cancel();
        });
        try
        {
            folder ??= FolderOfTheGateway();
            Import(extracts, folder, interrupted.Token);
            return ExitCodes.Ok;
        }
        catch (SettingsException error)
        {
            Console.Error.WriteLine("edgerelay: " + error.Message);
            return ExitCodes.Usage;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("edgerelay: stopped; the road files are as they were before this extract.");
            return ExitCodes.Error;
        }
        catch (Exception error) when (error is RoadImportException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Console.Error.WriteLine("edgerelay: " + error.Message);
            return ExitCodes.Error;
        }
    }

    private static bool Parse(string[] args, out List<string> extracts, out string? folder)
    {
        (extracts, folder) = ([], null);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--directory" && i + 1 < args.Length)
            {
                folder = args[++i];
            }
            else if (args[i].StartsWith("--", StringComparison.Ordinal))
            {
                return false;
            }
            else
            {
                extracts.Add(args[i]);
            }
        }

        return extracts.Count > 0;
    }

    private static string FolderOfTheGateway()
    {
        var settings = SettingsReader.Read(GatewayConfiguration.Load());
        return settings.Roads.DirectoryIn(settings.Data);
    }

    private static void Import(List<string> extracts, string folder, CancellationToken cancellation)
    {
        var targets = extracts.ConvertAll(extract => Path.Combine(folder, NameOf(extract) + RoadFiles.Extension));
        if (targets.Distinct(StringComparer.Ordinal).Count() < targets.Count)
        {
            throw new IOException("Two of the extracts have the same name and would give the same road file; rename one.");
        }

        using var work = ImportFolder.Take(folder);
        for (var i = 0; i < extracts.Count; i++)
        {
            var progress = new ImportProgress(Console.Error, !Console.IsErrorRedirected, TimeProvider.System);
            RoadImportSummary summary;
            try
            {
                summary = new RoadImport(extracts[i], targets[i], work.Path, progress.Show, TimeProvider.System).Run(cancellation);
            }
            finally
            {
                progress.End();
            }

            ImportReport.Write(Console.Out, targets[i], summary);
        }
    }

    private static string NameOf(string extract)
    {
        var name = Path.GetFileName(extract);
        var ending = Array.Find(ExtractEndings, e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase));
        return ending is null || ending.Length == name.Length ? name : name[..^ending.Length];
    }
}
