using System.Text.Json;
using Gannet.Datasets.Json;
using Gannet.Evaluation.Errors;

namespace Gannet.Evaluation.Comparison;

/// <summary>Another evaluation to set beside one's own, read from the JSON that <see cref="EvaluationReportWriter"/> writes.</summary>
public sealed record ComparedEvaluation
{
    private const long MostBytes = 256 << 20;

    /// <summary>What was evaluated; otherwise the name of the file.</summary>
    public required string Name { get; init; }

    /// <summary>COCO's numbers by name, such as <c>AP50</c>; −1 if undefined.</summary>
    public required IReadOnlyDictionary<string, double> Numbers { get; init; }

    /// <summary>What is known of each class, by name.</summary>
    public required IReadOnlyDictionary<string, ComparedClass> PerClass { get; init; }

    /// <summary>What each type of error costs; empty where the file has the scores alone.</summary>
    public IReadOnlyDictionary<ErrorType, double> Costs { get; init; } = new Dictionary<ErrorType, double>();

    /// <summary>Expected calibration error; −1 where the file does not state it.</summary>
    public double CalibrationError { get; init; } = -1;

    /// <summary>Reads a file.</summary>
    /// <param name="path">A <c>report.json</c>, or what <c>gannet evaluate --json</c> wrote.</param>
    /// <exception cref="FileNotFoundException">The file is absent.</exception>
    /// <exception cref="InvalidDataException">It is no such file, or a number in it is none.</exception>
    public static ComparedEvaluation Read(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"{path}: there is no such file.");
        if (new FileInfo(path).Length > MostBytes) throw new InvalidDataException($"{path}: this is too large for the JSON of an evaluation.");
        try
        {
            using var document = JsonDocument.Parse(RegularFile.ReadAllBytes(path));
            return Read(path, document.RootElement);
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidDataException($"{path}: a string has an unpaired surrogate escape; write the file again.", error);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}, line {error.LineNumber + 1}: this is not valid JSON; write the file again.", error);
        }
    }

    private static ComparedEvaluation Read(string path, JsonElement root)
    {
        if (!root.TryMember("AP", out _) || !root.TryMember("perClass", out var classes) || classes.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"{path}: this is not an evaluation; name a report.json, or what 'gannet evaluate --json' wrote.");
        root.TryMember("details", out var details);
        details.TryMember("curves", out var curves);
        details.TryMember("bestF1", out var thresholds);
        var perClass = new Dictionary<string, ComparedClass>(StringComparer.Ordinal);
        foreach (var member in classes.EnumerateObject())
        {
            thresholds.TryMember(member.Name, out var best);
            curves.TryMember(member.Name, out var curve);
            perClass[member.Name] = new(Score(path, member.Value, "AP"), Score(path, member.Value, "AP50"), Score(path, best, "F1"))
            {
                Threshold = best.TryDouble("threshold", out var threshold) ? threshold : null,
                Precision = curve.TryMember("precision", out var values) ? Curve(path, values) : [],
            };
        }

        details.TryMember("errors", out var errors);
        details.TryMember("calibration", out var calibration);
        return new()
        {
            Name = root.TryText("name", out var name) ? name : Path.GetFileName(path),
            Numbers = EvaluationReportWriter.NumberNames.ToDictionary(static n => n, n => Score(path, root, n), StringComparer.Ordinal),
            PerClass = perClass,
            Costs = ErrorTypes.All.Where(type => errors.TryMember(type.ShortName(), out _))
                .ToDictionary(static type => type, type => errors.TryMember(type.ShortName(), out var cost) ? Score(path, cost, "cost") : -1),
            CalibrationError = Score(path, calibration, "ECE"),
        };
    }

    private static double Score(string path, JsonElement record, string name)
    {
        if (!record.TryMember(name, out _)) return -1;
        if (!record.TryDouble(name, out var value) || value is not (>= -1 and <= 1)) throw new InvalidDataException($"{path}: '{name}' must be a number from -1 to 1.");
        return value;
    }

    private static double[] Curve(string path, JsonElement list) =>
        list.TryNumbers(out var values) && values.Length is 0 or 101 && Array.TrueForAll(values, static v => v is >= 0 and <= 1)
            ? values
            : throw new InvalidDataException($"{path}: 'precision' must be a list of 101 numbers from 0 to 1.");
}

/// <summary>A class in another evaluation; −1 where the file does not state a number.</summary>
/// <param name="AP">Average precision.</param>
/// <param name="AP50">Average precision at IoU .5.</param>
/// <param name="F1">Best F1.</param>
public sealed record ComparedClass(double AP, double AP50, double F1)
{
    /// <summary>The threshold of best F1; null if unknown.</summary>
    public double? Threshold { get; init; }

    /// <summary>The curve of precision over recall; empty if unknown.</summary>
    public IReadOnlyList<double> Precision { get; init; } = [];
}
