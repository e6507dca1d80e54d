using Gannet.Datasets.Checking;
using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Tests.Csv;

public class CsvSourceTests
{
    private const string Header = "filename,width,height,class,xmin,ymin,xmax,ymax\n";

    [Fact]
    public void Columns_may_come_in_any_order_with_quotes_and_others_between()
    {
        using var folder = new DatasetFolder().Image("a, b.png")
            .Text("labels.csv", "class,ymin,xmin,note,ymax,xmax,filename\n\"pin \"\"x\"\"\",2,1,,40,30,\"a, b.png\"\n");
        var reading = folder.Read();
        Assert.Empty(reading.Problems);
        Assert.Equal(["pin \"x\""], reading.Dataset.Classes);
        Assert.Equal(new Box(1, 2, 30, 40), reading.Dataset.Images[0].Annotations[0].Box);
        Assert.Equal(100, reading.Dataset.Images[0].Width);
    }

    [Theory]
    [InlineData("a.png,100,80,pin,1,2,thirty,40", DataProblemKind.Malformed)]
    [InlineData("a.png,100,80,pin,1,2,30", DataProblemKind.Malformed)]
    [InlineData("a.png,100,80,,1,2,30,40", DataProblemKind.Malformed)]
    [InlineData(",100,80,pin,1,2,30,40", DataProblemKind.Malformed)]
    [InlineData("a.png,100,80,pin,1,2,1,40", DataProblemKind.EmptyBox)]
    [InlineData("b.png,100,80,pin,1,2,30,40", DataProblemKind.MissingPicture)]
    [InlineData("\0.png,100,80,pin,1,2,30,40", DataProblemKind.Malformed)]
    public void A_bad_row_is_reported_by_its_line(string row, DataProblemKind kind)
    {
        using var folder = new DatasetFolder().Image("a.png").Text("labels.csv", Header + "a.png,100,80,pin,5,5,9,9\n" + row + "\n");
        Assert.Equal("line 3", folder.ReadOneProblem(kind).Where);
        Assert.Equal(1, folder.Read().Dataset.CountAnnotations());
    }

    [Fact]
    public void A_file_with_another_header_is_refused()
    {
        using var folder = new DatasetFolder().Text("x.csv", "a,b\n1,2\n");
        var error = Assert.Throws<InvalidDataException>(() => DatasetReader.Read(Path.Combine(folder.Path, "x.csv")));
        Assert.Contains("line 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.png,100,80,pin,5,6,9,10\n")]
    [InlineData("a.png,5,6,9,10,pin\n")]
    [InlineData("filename;width;height;class;xmin;ymin;xmax;ymax\na.png;100;80;pin;5;6;9;10\n")]
    [InlineData("filename\tclass\txmin\tymin\txmax\tymax\na.png\tpin\t5\t6\t9\t10\n")]
    public void Rows_without_a_header_and_other_delimiters_are_understood(string text)
    {
        using var folder = new DatasetFolder().Image("a.png").Text("labels.csv", text);
        var annotation = Assert.Single(Assert.Single(folder.Read(new() { Strict = true }).Dataset.Images).Annotations);
        Assert.Equal(new Box(5, 6, 9, 10), annotation.Box);
    }

    [Fact]
    public void Roboflow_has_a_file_in_each_split_s_folder()
    {
        using var folder = new DatasetFolder().Image("train/a.png").Text("train/_annotations.csv", Header + "a.png,100,80,pin,5,6,9,10\n")
            .Image("valid/b.png").Text("valid/_annotations.csv", Header + "b.png,100,80,pin,5,6,9,10\n");
        Assert.Equal(["train", "valid"], DatasetReader.Splits(folder.Path));
        Assert.Equal("b.png", Assert.Single(folder.Read(new() { Split = "val", Strict = true }).Dataset.Images).FileName);
    }

    // As a negative, the picture would teach that its object is background.
    [Theory]
    [InlineData("a.png,100,80")]
    [InlineData("a.png,100,80,pin,1,2")]
    public void A_row_that_is_cut_off_marks_no_negative(string row)
    {
        using var folder = new DatasetFolder().Image("a.png").Image("b.png").Text("labels.csv", Header + "b.png,100,80,pin,5,5,9,9\n" + row);
        Assert.Contains("cut off", folder.ReadOneProblem(DataProblemKind.Malformed).What, StringComparison.Ordinal);
        Assert.Equal("b.png", Assert.Single(folder.Read().Dataset.Images).FileName);
    }

    [Fact]
    public void A_row_without_a_box_marks_a_negative()
    {
        using var folder = new DatasetFolder().Image("a.png").Image("b.png")
            .Text("labels.csv", Header + "a.png,100,80,pin,5,5,9,9\nb.png,100,80,,,,,\n");
        var dataset = folder.Read(new() { Strict = true }).Dataset;
        Assert.Empty(dataset.Images.Single(static p => p.FileName == "b.png").Annotations);
    }
}
