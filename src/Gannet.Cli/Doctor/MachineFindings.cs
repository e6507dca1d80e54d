using System.Runtime.InteropServices;

namespace Gannet.Cli.Doctor;

/// <summary>The machine: system, processor, memory, .NET.</summary>
internal static class MachineFindings
{
    public static IEnumerable<Finding> Look()
    {
        yield return new Finding("System", $"{SystemName()}, {RuntimeInformation.OSArchitecture}, {RuntimeInformation.OSDescription}");
        var features = string.Join(", ", ProcessorFeatures.Names());
        var vectors = features.Length > 0 ? features : "no known vector instructions";
        yield return new Finding("Processor", $"{ProcessorName()}, {Environment.ProcessorCount} cores, {vectors}");
        var gibibytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        yield return gibibytes >= 2
            ? new Finding("Memory", $"{gibibytes:F1} GiB")
            : new Finding("Memory", $"{gibibytes:F1} GiB", FindingState.Weak, "train with a smaller --batch and --max-size");
        yield return new Finding(".NET", $"{Environment.Version} ({RuntimeEnvironment.GetRuntimeDirectory()})");
    }

    private static string SystemName() =>
        OperatingSystem.IsWindows() ? "Windows" : ValueOf("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"') ?? "unknown system";

    private static string ProcessorName() =>
        OperatingSystem.IsWindows() ? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "processor"
        : ValueOf("/proc/cpuinfo", "model name", ':') ?? "processor";

    private static string? ValueOf(string file, string key, char separator) =>
        !File.Exists(file) ? null : File.ReadLines(file).Select(line => line.Split(separator, 2))
            .FirstOrDefault(pair => pair.Length == 2 && pair[0].Trim() == key)?[1].Trim();
}
