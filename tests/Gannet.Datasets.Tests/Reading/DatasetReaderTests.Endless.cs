using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Tests.Reading;

/// <summary>Annotations that are links to an endless device.</summary>
public sealed class DatasetReaderEndlessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [LinuxTheory]
    [InlineData("annotations/instances_train.json")]
    [InlineData("data.yaml")]
    [InlineData("labels.csv")]
    [InlineData("Annotations/a.xml")]
    public void They_are_refused_in_one_line(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        File.CreateSymbolicLink(_folder.File(name), "/dev/zero");
        var message = Assert.Throws<InvalidDataException>(() => DatasetReader.Read(_folder.Path)).Message;
        Assert.Contains($"{Path.GetFileName(name)}: is a pipe, a device or a socket", message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
