using System.Text;
using System.Text.Json;

namespace Gannet.Labelling.Retraining;

/// <summary>The latest numbers in a <c>metrics.jsonl</c> that another process is writing.</summary>
internal static class MetricsTail
{
    private const int TailBytes = 1 << 16;

    public static (int Step, double? Loss, double? AP) Read(string path)
    {
        var (step, loss, score) = (0, (double?)null, (double?)null);
        foreach (var line in LastLines(path))
        {
            try
            {
                using var row = JsonDocument.Parse(line);
                if (row.RootElement.ValueKind != JsonValueKind.Object) continue;
                if (row.RootElement.TryGetProperty("step", out var s) && s.TryGetInt32(out var n)) step = n;
                if (row.RootElement.TryGetProperty("loss", out var l) && l.ValueKind == JsonValueKind.Number) loss = l.GetDouble();
                if (row.RootElement.TryGetProperty("AP", out var a) && a.ValueKind == JsonValueKind.Number) score = a.GetDouble();
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException)
            {
                // The first line of the tail and the last of the file may be cut.
            }
        }

        return (step, loss, score);
    }

    private static string[] LastLines(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Seek(-Math.Min(file.Length, TailBytes), SeekOrigin.End);
            using var reader = new StreamReader(file, Encoding.UTF8);
            return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (IOException)
        {
            return [];
        }
    }
}
