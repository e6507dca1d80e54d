using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gannet.Datasets;
using Gannet.Detection.Models;

namespace Gannet.Training.Checkpoints;

/// <summary>Everything that determines the course of a training, as lines of text.</summary>
internal static class Fingerprint
{
    public static string Of(DetectorOptions detector, TrainingOptions training, AnnotatedDataset data) =>
        $"{UsedOptions.Text(detector, training)}data:\n"
        + $"  classes: {string.Join(", ", data.Classes)}\n  pictures: {data.Images.Count}\n  digest: {Digest(data)}\n"
        + $"  pixels: {Pixels(data)}\n";

    /// <summary>The epochs of an earlier training that <paramref name="now"/> extends: only the number of epochs differs.</summary>
    /// <returns>Null if it is a different training, the same one, or a shorter one.</returns>
    public static int? Prolonged(string then, string now) =>
        Epochs(then) is { } before && Epochs(now) is { } after && before.Number < after.Number && before.Others == after.Others ? before.Number : null;

    /// <summary>The first line in which the two differ, with its section, for a message.</summary>
    /// <param name="then">A text.</param>
    /// <param name="now">The other one.</param>
    /// <param name="there">What the message calls the place of the first.</param>
    /// <param name="here">What it calls the place of the second.</param>
    public static string Difference(string then, string now, string there = "there", string here = "here")
    {
        var (before, after) = (then.Split('\n'), now.Split('\n'));
        var k = 0;
        while (k < before.Length - 1 && k < after.Length - 1 && before[k] == after[k]) k++;
        return $"{Section(after, k)}{before[k].Trim()} {there}, {after[k].Trim()} {here}";
    }

    // File names without folders: a moved data set is still the same.
    private static string Digest(AnnotatedDataset data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var picture in data.Images)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{picture.FileName}\n"));
            foreach (var a in picture.Annotations)
            {
                hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant(
                    $"{a.Label} {a.IsCrowd} {a.Box.X1:R} {a.Box.Y1:R} {a.Box.X2:R} {a.Box.Y2:R}\n")));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    private static string Pixels(AnnotatedDataset data)
    {
        var samples = new byte[data.Images.Count][];
        Parallel.For(0, samples.Length, k => samples[k] = ImageSample.Of(data.Images[k].Path));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var sample in samples) hash.AppendData(sample);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    // Only the training section has a key "epochs".
    private static (int Number, string Others)? Epochs(string text)
    {
        const string Key = "\n  epochs: ";
        var start = text.IndexOf(Key, StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf('\n', start + 1);
        return end > 0 && int.TryParse(text[(start + Key.Length)..end], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (number, text[..start] + text[end..])
            : null;
    }

    private static string Section(string[] lines, int k)
    {
        var (path, depth) = ("", Depth(lines[k]));
        for (var above = k - 1; above >= 0 && depth > 0; above--)
        {
            if (Depth(lines[above]) >= depth) continue;
            depth = Depth(lines[above]);
            path = $"{lines[above].Trim().TrimEnd(':')}.{path}";
        }

        return path;
    }

    private static int Depth(string line) => line.Length - line.TrimStart().Length;
}
