// Reads messages of RFC 5424, one a line, with a parser that is not ours, and writes of each a line of
// JSON: priority, host, msgid, text, and the parameters of its structured data.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"github.com/influxdata/go-syslog/rfc5424"
)

func main() {
	parser := rfc5424.NewParser()
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	out := json.NewEncoder(os.Stdout)
	for number := 1; lines.Scan(); number++ {
		message, err := parser.Parse(lines.Bytes())
		if err != nil || !message.Valid() {
			fmt.Fprintf(os.Stderr, "line %d: %v\n", number, err)
			os.Exit(1)
		}
		out.Encode(map[string]interface{}{
			"priority": *message.Priority(), "host": *message.Hostname(), "msgid": *message.MsgID(),
			"time": message.Timestamp().UnixMicro(), "text": *message.Message(),
			"data": *message.StructuredData(),
		})
	}
}
