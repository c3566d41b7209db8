namespace UnityEngine
{
    public class GUI
    {
        public static bool enabled { get; set; }
    }
}
