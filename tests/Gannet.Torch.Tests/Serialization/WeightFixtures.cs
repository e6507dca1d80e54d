using System.Text.Json;
using Gannet.Torch.Serialization;

namespace Gannet.Torch.Tests.Serialization;

/// <summary>The files that tests/oracle/weights.py wrote.</summary>
internal static class WeightFixtures
{
    public static string Path(string name) => Repository.Fixture(System.IO.Path.Combine("weights", name));

    public static Dictionary<string, (string Type, long[] Shape, float[] Values)> Expected()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path("expected.json")));
        return json.RootElement.EnumerateObject().ToDictionary(static entry => entry.Name, static entry => (
            entry.Value.GetProperty("type").GetString()!,
            entry.Value.GetProperty("shape").EnumerateArray().Select(static x => x.GetInt64()).ToArray(),
            entry.Value.GetProperty("values").EnumerateArray().Select(static x => x.GetSingle()).ToArray()));
    }

    /// <summary>Reads everything in a file, which must not crash on a damaged file.</summary>
    public static long ReadAll(string path)
    {
        using var file = WeightFile.Open(path);
        return file.Tensors.Values.Sum(static tensor => (long)tensor.ReadFloats().Length);
    }
}
