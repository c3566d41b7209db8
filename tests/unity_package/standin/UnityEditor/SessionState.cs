using System.Collections.Generic;

namespace UnityEditor
{
    public static class SessionState
    {
        internal static Dictionary<string, object> Values = new Dictionary<string, object>();

        public static void SetBool(string key, bool value)
        {
            Values[key] = value;
        }

        public static bool GetBool(string key, bool defaultValue)
        {
            object value;
            return Values.TryGetValue(key, out value) ? (bool)value : defaultValue;
        }

        public static void SetString(string key, string value)
        {
            Values[key] = value;
        }

        public static string GetString(string key, string defaultValue)
        {
            object value;
            return Values.TryGetValue(key, out value) ? (string)value : defaultValue;
        }
    }
}
