using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Voc;

/// <summary>Reads a list of picture names without extension, one per line.</summary>
internal static class VocSplitList
{
    public static IEnumerable<string> Read(string path) =>
        RegularFile.ReadLines(path).Select(static line => line.Trim()).Where(static line => line.Length > 0 && ImageFolders.IsName(line)).Select(static line =>
            ImageFolders.IsImage(line) ? Path.GetFileNameWithoutExtension(line) : Path.GetFileName(line));
}
