namespace Gannet.Detection.Models.Weights;

/// <summary>The result of loading a weight file.</summary>
/// <param name="Loaded">Names, in the model, of the tensors that were copied.</param>
/// <param name="Missing">Names of the model's tensors that are not in the file.</param>
/// <param name="Unexpected">Names of the file's tensors that are not in the model.</param>
/// <param name="Misshapen">Tensors with another shape, with both shapes.</param>
public sealed record WeightReport(
    IReadOnlyList<string> Loaded, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected, IReadOnlyList<string> Misshapen)
{
    /// <summary>Throws if a tensor is missing, unexpected or misshapen.</summary>
    /// <exception cref="InvalidDataException">The message names the file, the first wrong tensor and the number of others.</exception>
    public void RequireComplete(string path)
    {
        Require(path, Misshapen, "has tensors of another shape");
        Require(path, Missing, "lacks tensors of this model");
        Require(path, Unexpected, "holds tensors this model has no place for");
    }

    private static void Require(string path, IReadOnlyList<string> faults, string what)
    {
        if (faults.Count == 0) return;
        var more = faults.Count > 1 ? $" and {faults.Count - 1} more" : "";
        throw new InvalidDataException($"{path}: {what}: {faults[0]}{more}; check the preset, the options and the number of classes.");
    }
}
