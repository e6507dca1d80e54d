using Gannet.Detection;
using Gannet.Detection.Models;
using Gannet.Torch.Nn;
using Gannet.Training.Checkpoints;

namespace Gannet.Training.Optimization;

/// <summary>The mean of several models as a model.</summary>
public static class ModelAverage
{
    /// <summary>Reads the models and averages their weights and statistics in 64 bits.</summary>
    /// <param name="paths">Model files, at least one.</param>
    /// <param name="cancellation">Ends it between two files.</param>
    /// <returns>A detector with the options of the first; the caller disposes it.</returns>
    /// <exception cref="InvalidDataException">A file is no model, or differs from the first in classes or options; the message names the first difference.</exception>
    public static Detector Of(IReadOnlyList<string> paths, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentOutOfRangeException.ThrowIfZero(paths.Count, nameof(paths));
        var detector = Detector.Load(paths[0]);
        try
        {
            using var average = new SnapshotAverage(detector);
            average.Update();
            foreach (var path in paths.Skip(1))
            {
                cancellation.ThrowIfCancellationRequested();
                RequireAlike(paths[0], detector, path);
                detector.LoadWeights(path);
                average.Update();
            }

            average.Apply();
            return detector;
        }
        catch
        {
            detector.Dispose();
            throw;
        }
    }

    /// <summary>Whether a network has batch norms whose statistics were collected in training.</summary>
    public static bool HasRunningStatistics(Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network is BatchNorm || network.Children.Any(static child => HasRunningStatistics(child.Module));
    }

    private static void RequireAlike(string firstPath, Detector first, string path)
    {
        using var other = Detector.Load(path);
        if (!first.Classes.SequenceEqual(other.Classes))
        {
            throw new InvalidDataException(
                $"{path}: does not fit {firstPath}: its classes are {string.Join(", ", other.Classes)}, not {string.Join(", ", first.Classes)}; average models of one data set.");
        }

        var (ours, theirs) = (Text(first), Text(other));
        if (ours != theirs)
            throw new InvalidDataException($"{path}: does not fit {firstPath} ({Fingerprint.Difference(theirs, ours, "here", "there")}); average models of one preset.");
    }

    private static string Text(Detector detector) => OptionsYaml.Write(detector.Options with { Description = "" });
}
