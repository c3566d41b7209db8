namespace UnityEngine
{
    public sealed class GUIStyle
    {
        readonly string before;
        readonly string after;

        internal GUIStyle(string before, string after)
        {
            this.before = before;
            this.after = after;
        }

        public static GUIStyle none
        {
            get { return new GUIStyle("", ""); }
        }

        internal string Frame(string text)
        {
            return before + text + after;
        }
    }
}
