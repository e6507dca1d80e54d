using System.Text;
using Gannet.Imaging.Codecs;

namespace Gannet.Datasets.Reading;

/// <summary>The file <c>classes.txt</c>, one name per line: it keeps the class order where the annotations cannot.</summary>
internal static class ClassList
{
    public const string FileName = "classes.txt";

    public static IReadOnlyList<string>? TryRead(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        List<string> names = [.. RegularFile.ReadLines(path).Select(static line => line.Trim()).Where(static line => line.Length > 0)];
        return names.Distinct(StringComparer.Ordinal).Count() == names.Count ? names : null;
    }

    public static void Write(string folder, IReadOnlyList<string> classes) =>
        ImageFile.Write(
            Path.Combine(folder, FileName), Encoding.UTF8.GetBytes(string.Concat(classes.Select(static name => name + "\n"))));
}
