using System.Text;
using Gannet.Datasets.Checking;
using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Tests;

/// <summary>A data set that a test writes file by file.</summary>
internal sealed class DatasetFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Path;

    public DatasetFolder Image(string name, int width = 100, int height = 80)
    {
        ImageStub.Write(_folder.File(name), width, height);
        return this;
    }

    public DatasetFolder Text(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_folder.File(name))!);
        File.WriteAllText(_folder.File(name), text);
        return this;
    }

    public DatasetFolder Xml(string name, string filename, params IReadOnlyList<(string Class, string Box)> objects)
    {
        var text = new StringBuilder(
            $"<annotation>\n<filename>{filename}</filename>\n<size><width>100</width><height>80</height></size>\n");
        foreach (var (className, box) in objects)
        {
            var parts = box.Split(' ');
            text.Append(
                $"<object><name>{className}</name><bndbox><xmin>{parts[0]}</xmin><ymin>{parts[1]}</ymin><xmax>{parts[2]}</xmax><ymax>{parts[3]}</ymax></bndbox></object>\n");
        }

        return Text(name, text.Append("</annotation>").ToString());
    }

    public DatasetReading Read(DatasetReadOptions? options = null) => DatasetReader.Read(Path, options);

    public DataProblem ReadOneProblem(DataProblemKind kind)
    {
        var problem = Assert.Single(Read().Problems);
        Assert.Equal(kind, problem.Kind);
        Assert.DoesNotContain('\n', problem.ToString());
        return problem;
    }

    public void Dispose() => _folder.Dispose();
}
