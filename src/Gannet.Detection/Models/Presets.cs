using System.Reflection;

namespace Gannet.Detection.Models;

/// <summary>The predefined detectors; each is a YAML file under <c>presets/</c>.</summary>
public static class Presets
{
    private const string TrainingSection = "training";
    private const string Prefix = "presets/", Suffix = ".yaml";

    /// <summary>The names, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(static n => n.StartsWith(Prefix, StringComparison.Ordinal) && n.EndsWith(Suffix, StringComparison.Ordinal))
            .Select(static n => n[Prefix.Length..^Suffix.Length]).Order(StringComparer.Ordinal)];

    /// <summary>The options of a preset or of a user's YAML file.</summary>
    /// <param name="nameOrFile">One of <see cref="Names"/>, or a path.</param>
    /// <param name="settings">Changes to single values, "section.key=value".</param>
    /// <exception cref="InvalidDataException">There is no such preset or option; the message suggests the nearest name.</exception>
    public static DetectorOptions Get(string nameOrFile, params IReadOnlyList<string> settings) =>
        OptionsYaml.Read<DetectorOptions>(OptionsYaml.Without(Text(nameOrFile), TrainingSection, nameOrFile), nameOrFile, settings);

    /// <summary>The preset's advice on how to train it: its section "training" as text, empty if it has none.</summary>
    /// <exception cref="InvalidDataException">There is no such preset; the message suggests the nearest name.</exception>
    public static string TrainingText(string nameOrFile) => OptionsYaml.Section(Text(nameOrFile), TrainingSection, nameOrFile);

    private static string Text(string nameOrFile)
    {
        if (Names.Contains(nameOrFile))
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + nameOrFile + Suffix)!;
            return new StreamReader(stream).ReadToEnd();
        }

        if (File.Exists(nameOrFile)) return File.ReadAllText(nameOrFile);
        throw new InvalidDataException($"There is no preset or file '{nameOrFile}'; did you mean '{NearestName.Of(nameOrFile, Names)}'? ('gannet model presets' lists them.)");
    }
}
